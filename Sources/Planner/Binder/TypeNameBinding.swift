import Columns
import Functions
import Language

// Types as users write them.
extension Binder {
    private static let namedTypes: [String: LogicalType] = [
        "boolean": .boolean, "bool": .boolean, "logical": .boolean,
        "tinyint": .tinyint, "int1": .tinyint,
        "smallint": .smallint, "int2": .smallint, "short": .smallint, "int16": .smallint,
        "integer": .integer, "int": .integer, "int4": .integer, "signed": .integer, "int32": .integer, "integral": .integer,
        "bigint": .bigint, "int8": .bigint, "long": .bigint, "int64": .bigint, "oid": .bigint,
        "hugeint": .hugeint, "int128": .hugeint,
        "utinyint": .utinyint, "uint8": .utinyint, "usmallint": .usmallint, "uint16": .usmallint,
        "uinteger": .uinteger, "uint32": .uinteger, "ubigint": .ubigint, "uint64": .ubigint,
        "float": .float, "float4": .float, "real": .float,
        "double": .double, "float8": .double, "double precision": .double,
        "text": .text, "varchar": .text, "string": .text, "char": .text, "bpchar": .text, "character": .text, "character varying": .text,
        "nvarchar": .text,
        "date": .date, "time": .time, "time without time zone": .time,
        "timestamp": .timestamp, "datetime": .timestamp, "timestamp without time zone": .timestamp, "timestamp_us": .timestamp,
        "interval": .interval,
    ]

    /// DECIMAL without precision and scale.
    static let defaultDecimal = LogicalType.decimal(precision: 18, scale: 3)

    func bindType(_ type: TypeName) throws(QueryError) -> LogicalType {
        switch type.form {
        case .named(let name, let modifiers): return try bindNamedType(name.lowercased(), modifiers, range: type.range)
        case .list(let element, _): return .list(try nested(at: type.range) { () throws(QueryError) in try bindType(element) })
        case .structure(let fields):
            var bound: [Columns.StructureField] = []
            for field in fields {
                let fieldType = try nested(at: type.range) { () throws(QueryError) in try bindType(field.type) }
                bound.append(Columns.StructureField(name: field.name.name, type: fieldType))
            }
            return .structure(bound)
        case .map: throw QueryError(.notSupported, "the type MAP is not supported", range: type.range)
        case .union: throw QueryError(.notSupported, "the type UNION is not supported", range: type.range)
        }
    }

    private func bindNamedType(_ name: String, _ modifiers: [Expression], range: Range<Int>) throws(QueryError) -> LogicalType {
        if name == "decimal" || name == "numeric" || name == "dec" {
            guard let first = modifiers.first else { return Binder.defaultDecimal }
            let precision = try bindModifier(first)
            let scale = modifiers.count > 1 ? try bindModifier(modifiers[1]) : 0
            guard modifiers.count <= 2, precision >= 1, precision <= LogicalType.maximumDecimalPrecision, scale >= 0, scale <= precision
            else {
                throw QueryError(
                    .typeMismatch, "DECIMAL takes a precision of 1 to 38 and a scale of 0 to the precision", range: range)
            }
            return .decimal(precision: precision, scale: scale)
        }
        guard let type = Binder.namedTypes[name] else {
            throw QueryError(
                .typeMismatch, "there is no type \(name)",
                help: NameSuggestion.help(
                    for: name, among: Binder.namedTypes.keys.sorted() + ["decimal", "numeric"], listing: "some types"), range: range)
        }
        return type
    }

    private func bindModifier(_ modifier: Expression) throws(QueryError) -> Int {
        if case .literal(.number(let number)) = modifier.kind, let value = number.integerValue, value <= 1 << 31 { return Int(value) }
        throw QueryError(.typeMismatch, "a type's size is a whole number", range: modifier.range)
    }
}
