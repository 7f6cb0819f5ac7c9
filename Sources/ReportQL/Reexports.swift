// What the library's signatures name, so that one import is enough.
@_exported import struct Columns.ColumnSchema
@_exported import struct Columns.IntervalValue
@_exported import enum Columns.LogicalType
@_exported import struct Columns.QueryError
@_exported import struct Columns.StructureField
@_exported import enum Columns.Value
