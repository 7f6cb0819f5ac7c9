// swift-tools-version: 6.2
import PackageDescription

// Continuous integration sets REPORTQL_STRICT so that a warning fails the build there and annoys nobody at a desk.
let strict = Context.environment["REPORTQL_STRICT"] != nil
let settings: [SwiftSetting] = strict ? [.treatAllWarnings(as: .error)] : []

// `scripts/fuzz.sh` sets REPORTQL_FUZZ: a program for libFuzzer, which brings the main function and needs its own compiler flags.
let fuzzing: [Target] =
    Context.environment["REPORTQL_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "extraction-fuzzer", dependencies: ["Extraction"], path: "Fuzzing",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ]

// The modules and the arrows between them; ARCHITECTURE.md has the picture. An arrow never runs back.
let package = Package(
    name: "ReportQL",
    products: [
        .library(name: "ReportQL", targets: ["ReportQL"]),
        .executable(name: "reportql", targets: ["reportql"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        // Loops for registers wider than the baseline's, compiled for several instruction sets.
        .target(name: "CVectorKernels"),
        .target(name: "Columns", dependencies: ["CVectorKernels"], swiftSettings: settings),
        .target(name: "Language", swiftSettings: settings),
        .target(name: "Functions", dependencies: ["Columns", "CVectorKernels"], swiftSettings: settings),
        .target(name: "Planner", dependencies: ["Language", "Columns", "Functions"], swiftSettings: settings),
        .target(name: "Engine", dependencies: ["Planner", "Functions", "Columns", "CVectorKernels"], swiftSettings: settings),
        .target(name: "CEncodingTables", exclude: ["data"], cSettings: []),
        .target(name: "TextEncoding", dependencies: ["CEncodingTables"], swiftSettings: settings),
        .target(name: "CExtractionData", exclude: ["data"]),
        .target(name: "Extraction", dependencies: ["CExtractionData", "TextEncoding"], swiftSettings: settings),
        .target(name: "Interchange", dependencies: ["Columns", "TextEncoding"], swiftSettings: settings),
        .target(name: "Assistance", dependencies: ["Language", "Planner", "Functions", "Columns"], swiftSettings: settings),
        .target(
            name: "ReportQL",
            dependencies: ["Columns", "Language", "Functions", "Planner", "Engine", "Extraction", "Interchange", "Assistance"],
            swiftSettings: settings),
        .target(name: "Shell", dependencies: ["ReportQL"], swiftSettings: settings),
        // GNU readline (GPL-3.0-or-later) is linked here and only the executable below takes it in.
        .target(name: "CLineEdit", linkerSettings: [.linkedLibrary("readline")]),
        .target(name: "LineEditing", dependencies: ["CLineEdit"], swiftSettings: settings),
        .executableTarget(
            name: "reportql",
            dependencies: [
                "Shell", "LineEditing", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // Times the engine on data of its own making; `make bench` runs it.
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "ReportQL", "Columns", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Sources", swiftSettings: settings),

        .testTarget(name: "ColumnsTests", dependencies: ["Columns"], swiftSettings: settings),
        // It tests the grammars of the repository, that of pattern files too.
        .testTarget(name: "LanguageTests", dependencies: ["Language", "Extraction"], swiftSettings: settings),
        .testTarget(name: "FunctionsTests", dependencies: ["Functions", "Columns"], swiftSettings: settings),
        .testTarget(name: "PlannerTests", dependencies: ["Planner", "Language", "Functions", "Columns"], swiftSettings: settings),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "Planner", "Functions", "Columns"], swiftSettings: settings),
        .testTarget(name: "TextEncodingTests", dependencies: ["TextEncoding"], swiftSettings: settings),
        .testTarget(name: "ExtractionTests", dependencies: ["Extraction"], exclude: ["gold", "pages", "reports"], swiftSettings: settings),
        .testTarget(name: "InterchangeTests", dependencies: ["Interchange", "Columns", "TextEncoding"], swiftSettings: settings),
        .testTarget(name: "AssistanceTests", dependencies: ["Assistance"], swiftSettings: settings),
        .testTarget(name: "ReportQLTests", dependencies: ["ReportQL", "Columns"], swiftSettings: settings),
        .testTarget(name: "ShellTests", dependencies: ["Shell"], swiftSettings: settings),
        .testTarget(name: "CommandLineTests", dependencies: ["reportql"], swiftSettings: settings),
    ] + fuzzing,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
