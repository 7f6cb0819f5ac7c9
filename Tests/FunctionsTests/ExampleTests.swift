import Columns
import Functions
import Testing

@Suite("The manual's examples") struct ExampleTests {
    @Test(arguments: FunctionRegistry.builtin.allScalars.map { [$0.names[0], $0.example] })
    func exampleHolds(entry: [String]) throws {
        let parts = entry[1].split(separator: " → ", maxSplits: 1).map(String.init)
        try #require(parts.count == 2, "an example reads `call → result`")
        #expect(try ExpressionEvaluator.text(parts[0]) == parts[1], "\(entry[0])")
    }

    @Test func everyFunctionIsDocumented() {
        for function in FunctionRegistry.builtin.allScalars {
            #expect(function.signature.hasPrefix("("), "\(function.names)")
            #expect(function.documentation.hasSuffix("."), "\(function.names)")
            #expect(function.names.allSatisfy { $0 == $0.lowercased() })
        }
    }
}
