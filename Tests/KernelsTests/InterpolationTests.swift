import Kernels
import Testing

@Suite struct InterpolationTests {
    @Test func `values between samples lie on the line, outside there are none`() {
        let x = [0.0, 1, 3]
        let y = [0.0, 2, 0]
        #expect(Interpolation.linear(at: 0.5, x: x.span, y: y.span) == 1)
        #expect(Interpolation.linear(at: 2, x: x.span, y: y.span) == 1)
        #expect(Interpolation.linear(at: 3, x: x.span, y: y.span) == 0)
        #expect(Interpolation.linear(at: 3.001, x: x.span, y: y.span) == nil)
        #expect(Interpolation.linear(at: -0.001, x: x.span, y: y.span) == nil)
        #expect(Interpolation.linear(at: .nan, x: x.span, y: y.span) == nil)
    }

    @Test func `one sample or none has no interval`() {
        let one = [1.0]
        let none: [Double] = []
        #expect(Interpolation.place(of: 1, in: one.span) == nil)
        #expect(Interpolation.place(of: 1, in: none.span) == nil)
    }

    @Test func `a union is sorted and has no doubles`() {
        let a = [0.0, 0.5, 1]
        let b = [0.25, 0.5, 2]
        #expect(Interpolation.union(a.span, b.span) == [0, 0.25, 0.5, 1, 2])
    }
}
