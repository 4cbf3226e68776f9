import Archives
import Foundation

/// A gray image, one byte a pixel, as other programs' pictures of our pages are compared.
struct RasterImage {
    let width: Int
    let height: Int
    private let pixels: [UInt8]

    /// Reads a binary PPM, as `pdftoppm` writes it.
    init?(ppm data: Data) {
        let bytes = Array(data)
        // "P6", width, height, 255, each ended by one blank.
        let head = bytes.prefix(32).split(maxSplits: 4, whereSeparator: { $0 == 0x20 || $0 == 0x0A })
        guard head.count == 5, head[0].elementsEqual("P6".utf8),
            let width = Int(String(decoding: head[1], as: UTF8.self)),
            let height = Int(String(decoding: head[2], as: UTF8.self)),
            bytes.count - head[4].startIndex == width * height * 3
        else { return nil }
        self.init(width: width, height: height, samples: Array(bytes[head[4].startIndex...]), channels: 3)
    }

    /// Reads a PNG of eight bits a channel in color, not interlaced, as `rsvg-convert` writes it.
    init?(png data: Data) {
        let bytes = Array(data)
        func number(_ at: Int) -> Int {
            var number = 0
            for byte in bytes[at..<(at + 4)] { number = number << 8 | Int(byte) }
            return number
        }
        guard bytes.count > 33, bytes[24] == 8, bytes[28] == 0, let channels = [2: 3, 6: 4][bytes[25]] else {
            return nil
        }
        var packed: [UInt8] = []
        var at = 8
        while at + 12 <= bytes.count, at + 12 + number(at) <= bytes.count {
            if bytes[(at + 4)..<(at + 8)].elementsEqual("IDAT".utf8) {
                packed += bytes[(at + 8)..<(at + 8 + number(at))]
            }
            at += 12 + number(at)
        }
        // The reader of gzip takes zlib's content behind gzip's head; what comes out stands before the sum at the end.
        let gzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Array(packed.dropFirst(2).dropLast(4))
        guard let rows = try? Gzip.expand(gzip.span).bytes else { return nil }
        let (width, height) = (number(16), number(20))
        guard rows.count == height * (width * channels + 1) else { return nil }
        self.init(
            width: width, height: height,
            samples: RasterImage.unfiltered(rows, height: height, stride: width * channels, step: channels),
            channels: channels)
    }

    private init(width: Int, height: Int, samples: [UInt8], channels: Int) {
        self.width = width
        self.height = height
        pixels = (0..<(width * height)).map { index in
            let at = index * channels
            let (red, green, blue) = (Int(samples[at]), Int(samples[at + 1]), Int(samples[at + 2]))
            let gray: Int = red * 299 + green * 587 + blue * 114
            return UInt8(gray / 1000)
        }
    }

    /// Undoes the filters of the rows (PNG specification, 9.2).
    private static func unfiltered(_ rows: [UInt8], height: Int, stride: Int, step: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: height * stride)
        for y in 0..<height {
            let kind = rows[y * (stride + 1)]
            for x in 0..<stride {
                let left = x >= step ? Int(out[y * stride + x - step]) : 0
                let up = y > 0 ? Int(out[(y - 1) * stride + x]) : 0
                let corner = x >= step && y > 0 ? Int(out[(y - 1) * stride + x - step]) : 0
                let guess: Int
                switch kind {
                case 1: guess = left
                case 2: guess = up
                case 3: guess = (left + up) / 2
                case 4:
                    let p = left + up - corner
                    let (a, b, c) = (abs(p - left), abs(p - up), abs(p - corner))
                    guess = a <= b && a <= c ? left : b <= c ? up : corner
                default: guess = 0
                }
                out[y * stride + x] = rows[y * (stride + 1) + 1 + x] &+ UInt8(truncatingIfNeeded: guess)
            }
        }
        return out
    }

    /// The means of squares of four by four pixels.
    private var reduced: (width: Int, height: Int, means: [Int]) {
        let (w, h) = (width / 4, height / 4)
        var sums = [Int](repeating: 0, count: w * h)
        for y in 0..<(h * 4) {
            let row = y / 4 * w
            for x in 0..<(w * 4) { sums[row + x / 4] += Int(pixels[y * width + x]) }
        }
        return (w, h, sums.map { $0 / 16 })
    }

    /// How far two images are apart after a reduction by four: the largest difference and the mean one, of 255.
    static func difference(_ a: RasterImage, _ b: RasterImage) -> (most: Int, mean: Double)? {
        let (x, y) = (a.reduced, b.reduced)
        guard x.width == y.width, x.height == y.height, !x.means.isEmpty else { return nil }
        let differences = zip(x.means, y.means).map { abs($0 - $1) }
        return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(differences.count))
    }
}
