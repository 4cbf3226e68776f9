internal import Circuits
internal import Measurements

/// The spectra of one state in order of bias, which help each other: starts for fits, and one memory branch for all.
enum BiasSeries {
    /// Indices of the spectra that have a bias and a circuit, a series a state, each by bias and then by recording.
    ///
    /// The order does not depend on that of the files.
    static func orders(_ spectra: [PreparedSpectrum]) -> [[Int]] {
        let usable = spectra.indices.filter { spectra[$0].at.bias_V?.isFinite == true && spectra[$0].choice != nil }
        return Set(usable.map { spectra[$0].at.state ?? "" }).sorted().map { state in
            usable.filter { (spectra[$0].at.state ?? "") == state }.sorted { a, b in
                (spectra[a].at.bias_V ?? 0, spectra[a].recordingID) < (
                    spectra[b].at.bias_V ?? 0, spectra[b].recordingID
                )
            }
        }
    }

    /// The spectra with fits also tried from their neighbors in bias, and one branch taken for the memory all along.
    ///
    /// A fit is tried again only where its circuit leaves more than the noise: once that is all that is left, other starts
    /// end in the same minimum. Starts come from the fits made without neighbors, so the result does not depend on where one begins; a fit is
    /// replaced only by a better one.
    static func linked(_ spectra: [PreparedSpectrum]) -> [PreparedSpectrum] {
        var linked = spectra
        for order in orders(spectra) where order.count > 1 {
            for (place, index) in order.enumerated() {
                let neighbors = [place - 1, place + 1].filter(order.indices.contains).compactMap {
                    spectra[order[$0]].choice?.fits
                }
                if let better = spectra[index].refitted(from: neighbors) { linked[index].choice = better }
            }
            for (index, branch) in BranchTracks.memories(order.map { linked[$0].choice?.fit?.circuit }).enumerated() {
                if let branch { linked[order[index]].choice?.track(branch) }
            }
        }
        return linked
    }
}

extension PreparedSpectrum {
    /// The choice among circuits of which some were fitted better from neighbors; `nil` where none was.
    fileprivate func refitted(from neighbors: [CircuitFits]) -> CircuitChoice? {
        guard let choice else { return nil }
        // The noise is known within some 15 %, its square within 30 %; a residual of 1e-6 is that of what files print.
        let allowed = max(1.5 * (noise ?? 0) * (noise ?? 0), 1e-12)
        guard choice.residualSD * choice.residualSD > allowed else { return nil }
        return choice.fits.improved(
            frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, from: neighbors
        ).flatMap { CircuitChoice($0, noise: noise) }
    }
}
