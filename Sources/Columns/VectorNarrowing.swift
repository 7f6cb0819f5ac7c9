// Whole numbers in no more bytes than their values need.

extension Vector {
    /// The same rows, whole numbers as offsets from the least of them where those are narrower; other vectors as they are.
    ///
    /// For results that are kept: everything that reads them again has less to read. Cost: two passes over the rows.
    package func narrowed(_ account: MemoryAccount) throws(QueryError) -> Vector {
        guard isFlat, !isConstant, count > 0, type.physical.isWhole, type.physical.byteCount > 1 else { return self }
        let bounds = wholeBounds() ?? 0...0
        let (span, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
        guard !overflow, let span = UInt64(exactly: span) else { return self }
        let width = Width(holding: span)
        guard width.byteCount < type.physical.byteCount else { return self }
        let buffer = try Buffer(byteCount: count * width.byteCount, account: account)
        storeOffsets(from: bounds.lowerBound, width: width, into: buffer.start)
        return Vector(
            type: type, count: count, form: .offsets(width: width, base: bounds.lowerBound), data: UnsafeRawPointer(buffer.start),
            validity: validity, owners: validityOwners + [buffer])
    }

    /// What keeps the validity alive; all owners, since the vector does not know which of them it is.
    private var validityOwners: [AnyObject] { validity == nil ? [] : owners }
}
