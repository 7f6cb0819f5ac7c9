import Columns
import Engine
import Extraction
import Planner

/// A plan as a JSON document: what EXPLAIN (FORMAT JSON) gives.
///
/// The document is one object with the member `plan`, and of a query that was run its `seconds`, `peak_bytes` and `read_bytes`. An operator
/// is an object with `operator`, `detail` and `estimated_rows`; with `rows`, `open_seconds`, `run_seconds`, `memory_bytes`, `read_bytes` and
/// `strategy` where it was run; and with its `inputs` and `subqueries`, each a list of operators.
struct PlanDocument {
    let text: String

    /// - Parameter profile: what the operators did; nil of a plan that was not run.
    init(_ plan: LogicalPlan, profile: QueryProfile?) {
        var writer = PlanDocumentWriter(profile: profile)
        writer.writeDocument(plan)
        text = String(decoding: writer.bytes, as: UTF8.self)
    }
}

private struct PlanDocumentWriter {
    let profile: QueryProfile?
    private(set) var bytes: [UInt8] = []
    private var written: Set<ObjectIdentifier> = []

    init(profile: QueryProfile?) {
        self.profile = profile
    }

    mutating func writeDocument(_ plan: LogicalPlan) {
        append("{\n  \"plan\": ")
        write(plan, indent: "  ")
        if let profile {
            append(",\n  \"seconds\": \(profile.seconds.description),\n  \"peak_bytes\": \(profile.peakBytes)")
            append(",\n  \"read_bytes\": \(profile.bytesRead)")
        }
        append("\n}")
    }

    private mutating func write(_ plan: LogicalPlan, indent: String) {
        let inner = indent + "  "
        let title = OperatorTitle(plan)
        append("{\n\(inner)\"operator\": ")
        append(string: title.name)
        append(",\n\(inner)\"detail\": ")
        append(string: title.detail)
        if let rows = plan.estimatedRows, rows < 1e18 { append(",\n\(inner)\"estimated_rows\": \(Int(max(rows, 0).rounded()))") }
        if let done = profile?[plan] {
            append(",\n\(inner)\"rows\": \(done.rows)")
            append(",\n\(inner)\"open_seconds\": \(done.openSeconds.description)")
            append(",\n\(inner)\"run_seconds\": \(done.runSeconds.description)")
            append(",\n\(inner)\"memory_bytes\": \(done.peakBytes),\n\(inner)\"read_bytes\": \(done.bytesRead)")
            append(",\n\(inner)\"strategy\": [")
            for (place, remark) in done.remarks.enumerated() {
                if place > 0 { append(", ") }
                append(string: remark)
            }
            append("]")
        }
        // Rows that several operators share are told once.
        var inputs = plan.children
        if case .shared(let shared) = plan.operation, !written.insert(ObjectIdentifier(shared)).inserted { inputs = [] }
        write(plan.subqueries, as: "subqueries", indent: inner)
        write(inputs, as: "inputs", indent: inner)
        append("\n\(indent)}")
    }

    private mutating func write(_ plans: [LogicalPlan], as name: String, indent: String) {
        if plans.isEmpty { return }
        append(",\n\(indent)\"\(name)\": [")
        for (place, plan) in plans.enumerated() {
            append(place > 0 ? ",\n\(indent)  " : "\n\(indent)  ")
            write(plan, indent: indent + "  ")
        }
        append("\n\(indent)]")
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private mutating func append(string: String) { JSONText.appendString(string.utf8, to: &bytes) }
}
