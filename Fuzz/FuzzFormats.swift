import Ingest
import Measurements

/// One input of the fuzzer: the first byte chooses the reader, the rest is the file.
///
/// A trap, a hang (the fuzzer's own limit) or a leak ends the run; everything else is an answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFormats(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let choice = Int(data[0])
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    let formats = FileFormats.all
    // 255 and what is left over lets the content choose, as the program does.
    let forced = choice < formats.count ? formats[choice].id : nil
    let result = try? readBytes(bytes, from: FileSource(name: "fuzz"), format: forced)
    for recording in result?.recordings ?? [] {
        precondition(numbers(recording.data).allSatisfy(\.isFinite), "a reader gave a number that is none")
    }
    return 0
}

/// libFuzzer's loop over inputs.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager gives every program's entry a name of its own; it leads into libFuzzer here.
@_cdecl("FuzzFormats_main")
public func fuzzMain(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, fuzzFormats)
}

/// All numbers of a recording, one after another.
private func numbers(_ data: RecordingData) -> [Double] {
    switch data {
    case .sweep(let sweep): sweep.voltage_V + sweep.current_A + sweep.time_s
    case .trace(let trace): trace.time_s + trace.voltage_V + trace.current_A
    case .spectrum(let spectrum): spectrum.frequency_Hz + spectrum.real_ohm + spectrum.imaginary_ohm
    case .reads(let reads):
        reads.index + reads.time_s + reads.pulse_V + reads.width_s + reads.read_V + reads.conductance_S
    }
}
