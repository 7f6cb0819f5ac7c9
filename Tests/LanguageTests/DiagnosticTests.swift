import Language
import Testing

@Suite struct DiagnosticTests {
    @Test func helpIsCutAtFiveLines() {
        let diagnostic = Diagnostic(Diagnostic.Code(rawValue: "L000"), "message", help: (1...9).map(String.init))
        #expect(diagnostic.help == ["1", "2", "3", "4", "5"])
        #expect("\(diagnostic)" == "L000: message")
    }
}
