public import Findings
import Measurements
import Models

/// The devices of SampleData, by batch.
enum SampleDevices {
    /// All of them, in the order of the sheet.
    static var all: [SampleDevice] { nonvolatile + reference + volatile }
}

/// The files of SampleData: a sheet, a folder a device with its measurements and `truth.json`, and a README.
///
/// The same bytes at every call; `make samples` writes them.
/// - Throws: `model.stalled`, which the shipped devices do not.
public func sampleSet() throws(Failure) -> [OutputFileText] {
    var files: [OutputFileText] = []
    var sheet = "device,file,batch,class,kind,state,model\n"
    for device in SampleDevices.all {
        let folder = device.batch + "/" + device.id
        let written = try device.files()
        for item in written {
            let kinds = Set(item.recordings.map(\.kind))
            let kind = kinds.count == 1 ? item.recordings[0].kind.rawValue : ""
            let state = item.recordings.first?.state ?? ""
            let path = folder + "/" + item.file.path
            files.append(OutputFileText(path: path, bytes: item.file.bytes))
            sheet +=
                [device.id, path, device.batch, device.believedClass, kind, state, device.model.id]
                .joined(separator: ",") + "\n"
        }
        let truth = device.truth(written)
        files.append(OutputFileText(path: folder + "/" + truth.path, bytes: truth.bytes))
    }
    files.append(OutputFileText(path: "samples.csv", bytes: Array(sheet.utf8)))
    files.append(OutputFileText(path: "README.md", bytes: Array(SampleReadme.text.utf8)))
    return files
}
