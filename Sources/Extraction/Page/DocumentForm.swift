import TextEncoding

/// How the text of a file is written.
package enum DocumentForm: UInt8, Sendable {
    case text, html

    /// The form that the ending of a file's name promises; nil where it promises none.
    package static func of(file: String) -> DocumentForm? {
        // Names are asked for a hundred thousand times in a row, and most end so.
        if file.utf8.count > 4, file.hasSuffix(".txt") { return .text }
        let name = file.lowercased()
        if name.hasSuffix(".html") || name.hasSuffix(".htm") || name.hasSuffix(".xhtml") { return .html }
        return name.hasSuffix(".txt") ? .text : nil
    }

    /// The form of a file: what its name promises, else what it begins with.
    package static func of(file: String, _ bytes: UnsafeRawBufferPointer) -> DocumentForm { of(file: file) ?? of(bytes) }

    /// The form of bytes: HTML begins with a document type or the element `html`.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> DocumentForm {
        let head = asciiHead(bytes, 1_024).drop(while: \.isWhitespace)
        return head.hasPrefix("<!doctype html") || head.hasPrefix("<html") ? .html : .text
    }

    /// The ASCII of the first bytes in lower case, `?` for other bytes; a byte order mark and NULs are left out.
    static func asciiHead(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> String {
        let text = bytes.prefix(count).drop { [0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains($0) }
        return String(decoding: text.filter { $0 > 0 }.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
    }
}

/// From the bytes of a file to its scalars.
enum PageDecoder {
    /// Why a file is no text.
    struct NoText: Error {
        /// What is wrong and what to do.
        let message: String
    }

    /// The scalars of a file and the encoding they were written in. Broken sequences become U+FFFD.
    static func decode(_ bytes: UnsafeRawBufferPointer, form: DocumentForm) throws(NoText) -> (
        scalars: [UInt32], encoding: CharacterEncoding
    ) {
        let detected = encoding(of: bytes, form: form)
        let isWide = detected == .utf16LittleEndian || detected == .utf16BigEndian
        if !isWide, let null = bytes.firstIndex(of: 0) {
            throw NoText(
                message: "byte \(null) is NUL, which no text in UTF-8, GB18030 or Big5 holds; "
                    + "if this is UTF-16 or UTF-32, write it as UTF-8 first: iconv -f UTF-16 -t UTF-8")
        }
        if let detected {
            do throws(TextDecodingError) {
                return (try TextDecoder.decodeScalars(bytes, encoding: detected, invalid: .replace), detected)
            } catch {}
        }
        throw NoText(message: "the file is not text in UTF-8, UTF-16, GB18030 or Big5")
    }

    /// What a page says of its encoding holds, except where its bytes say otherwise: pages are often saved in UTF-8 with the old word in them.
    private static func encoding(of bytes: UnsafeRawBufferPointer, form: DocumentForm) -> CharacterEncoding? {
        let detected = TextDecoder.detect(bytes)
        guard form == .html, detected.confidence < 1, let stated = statedEncoding(bytes) else { return detected.encoding }
        return stated
    }

    /// The encoding that `<meta charset=…>`, its older form or an XML declaration names.
    private static func statedEncoding(_ bytes: UnsafeRawBufferPointer) -> CharacterEncoding? {
        let head = DocumentForm.asciiHead(bytes, 4_096)
        for word in ["charset", "encoding"] {
            var rest = head[...]
            while let range = rest.ranges(of: word).first {
                rest = rest[range.upperBound...]
                let value = rest.drop { $0 == " " }
                guard value.first == "=" else { continue }
                let name = value.dropFirst().drop { " \"'".contains($0) }.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
                switch name {
                case "gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "csgb2312": return .gb18030
                case "big5", "big5-hkscs", "x-x-big5", "cn-big5", "csbig5": return .big5
                default: continue
                }
            }
        }
        return nil
    }
}
