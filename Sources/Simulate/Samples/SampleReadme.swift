import Measurements
import Models

/// The README of SampleData, written from the devices themselves.
enum SampleReadme {
    /// The text, Markdown.
    static var text: String {
        var text = """
            # Sample devices

            Simulated measurements of model devices with known truth, made by `make samples` (the same bytes each time).
            `samples.csv` names every file; `truth.json` beside a device's files holds the model, its parameters, and the
            exact time constants, resistances and capacitances at each bias.

            Models: `calm` is the conductance-activated quasi-linear memristor, `two-branch` a perovskite with an
            inductive and a capacitive slow branch, `resistor` and `rc` have no memory. All noise is normal and seeded
            by the seed \(SampleDevice.seed), the device's id and the recording's name. The files imitate plain tables
            (`.csv`) and EC-Lab text (`.mpt`).

            | device | batch | model | parameters | what it shows |
            |---|---|---|---|---|

            """
        for device in SampleDevices.all {
            let parameters = zip(device.model.parameters, device.model.values).map { parameter, value in
                "\(parameter.name) = \(ScientificText.short(value, digits: 6))"
                    + (parameter.unit == .none ? "" : " \(parameter.unit.rawValue)")
            }
            text += "| \(device.id) | \(device.batch) | \(device.model.id) | \(parameters.joined(separator: ", ")) | "
            text += "\(device.shows) |\n"
        }
        text += """

            Names of files: `impedance` a spectrum (EC-Lab: a bias series), `step` a small step of 10 mV about the bias,
            `pulse` a large step from 0 V and back, `staircase` step-and-hold, `sweep` a triangle, `pulses` a train
            with reads, `retention` reads after a write.

            """
        return text
    }
}
