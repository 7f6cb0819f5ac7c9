/// A sentence with its typed elements, as patterns look at it.
struct PatternSentence {
    /// An element of the sentence.
    struct Span: Sendable {
        var entity: PatternProgram.Entity
        var range: Range<Int>
        /// Index into the list of its kind: figures, quantities, or mentions of the document.
        var reference: Int
    }

    let document: Document
    let reading: SentenceReading
    /// The figures of the sentence, whose indices figure spans hold.
    let figures: [Figure]
    let text: ScalarWindow
    /// Elements by the position at which they begin.
    private(set) var spans: [Int: [Span]] = [:]
    private(set) var entities: Set<PatternProgram.Entity> = []
    /// For each position of the sentence the token that begins there, -1 for none.
    private var tokenAt: [Int32]

    init(_ document: Document, _ reading: SentenceReading, figures: [Figure]) {
        self.document = document
        self.reading = reading
        self.figures = figures
        text = reading.text
        tokenAt = [Int32](repeating: -1, count: max(0, text.end - text.start))
        for (index, token) in reading.tokens.enumerated() where token.start >= text.start && token.start < text.end {
            tokenAt[token.start - text.start] = Int32(truncatingIfNeeded: index)
        }
        let range = text.start..<text.end
        for (index, figure) in figures.enumerated() {
            let quantity = reading.quantities[figure.quantity].range
            let noun = figure.noun?.range ?? quantity
            let whole = noun.isEmpty ? quantity : min(noun.lowerBound, quantity.lowerBound)..<max(noun.upperBound, quantity.upperBound)
            add(.figure, whole, index)
        }
        for (index, quantity) in reading.quantities.enumerated() {
            add(.quantity, quantity.range, index)
            if quantity.isMoney { add(.money, quantity.range, index) }
            if quantity.dimension == "share" { add(.percent, quantity.range, index) }
        }
        for index in document.areaMentions(in: range) { add(.area, document.areaMentions[index].range, index) }
        for index in document.organisationMentions(in: range) { add(.organisation, document.organisationMentions[index].range, index) }
        for index in document.personMentions(in: range) { add(.person, document.personMentions[index].range, index) }
        for index in document.dateMentions(in: range) { add(.date, document.dateMentions[index].range, index) }
    }

    private mutating func add(_ entity: PatternProgram.Entity, _ range: Range<Int>, _ reference: Int) {
        guard range.lowerBound >= text.start, range.upperBound <= text.end, !range.isEmpty else { return }
        spans[range.lowerBound, default: []].append(Span(entity: entity, range: range, reference: reference))
        entities.insert(entity)
    }

    func token(at position: Int) -> Int? {
        guard position >= text.start, position < text.end else { return nil }
        let token = tokenAt[position - text.start]
        return token < 0 ? nil : Int(token)
    }

    func holds(_ test: PatternTest, for span: Span) -> Bool {
        switch test {
        case .text(let affix): return affix.holds(for: span.range, in: text.text)
        case .noun(let affix):
            guard span.entity == .figure, let noun = figures[span.reference].noun else { return false }
            return affix.holds(for: noun.range, in: text.text)
        case .unit(let words): return quantity(span)?.unit.map { words.contains($0) } ?? false
        case .dimension(let words): return quantity(span)?.dimension.map { words.contains($0) } ?? false
        case .qualifier(let words): return quantity(span).map { words.contains($0.qualifier.rawValue) } ?? false
        case .level(let words):
            guard span.entity == .area else { return false }
            return words.contains(document.areas[document.areaMentions[span.reference].area].level.rawValue)
        case .kind(let words):
            switch span.entity {
            case .organisation: return words.contains(document.organisationMentions[span.reference].kind.rawValue)
            case .date: return words.contains(document.dateMentions[span.reference].kind.rawValue)
            default: return false
            }
        }
    }

    /// The quantity of a span that is or holds one.
    func quantity(_ span: Span) -> Quantity? {
        switch span.entity {
        case .figure: reading.quantities[figures[span.reference].quantity]
        case .quantity, .money, .percent: reading.quantities[span.reference]
        case .area, .organisation, .person, .date: nil
        }
    }
}

/// Runs a program over a sentence. All ways to match are followed at once, position by position, and of those that meet in one state the best
/// goes on: most elements, then least skipped text. States from which one beginning found no end are not tried again from the next, so that a
/// sentence costs about states times characters, and never more than a fixed number of steps.
struct PatternMatcher {
    /// A way to match so far.
    private struct Thread {
        var state: Int
        var elements: Int32
        var skipped: Int32
        /// Its last note, -1 for none.
        var note: Int32

        func isBetter(than other: Thread) -> Bool { (elements, -skipped) > (other.elements, -other.skipped) }
    }

    /// What happened on a way, leading back to its beginning.
    private struct Note {
        enum Event {
            case open(Int), close(Int), member, membersEnd
            case span(PatternSentence.Span)
        }

        var event: Event
        var position: Int
        var before: Int32
    }

    /// What a match gave to a slot.
    struct Capture {
        var slot: Int
        var range: Range<Int>
        /// The first element inside.
        var span: PatternSentence.Span?
    }

    struct Match {
        var range: Range<Int>
        /// A row's captures, and where the row stands; one row unless a list made several.
        var rows: [(range: Range<Int>, captures: [Capture])]
    }

    /// How far a match may reach, in characters.
    private static let reach = 400
    /// How many notes all ways of one beginning may take.
    private static let mostNotes = 50_000
    /// How many steps a rule may take in one sentence.
    private static let mostSteps = 2_000_000

    private let program: PatternProgram
    private let sentence: PatternSentence
    private var frontier: [[Thread]]
    private var notes: [Note] = []
    /// States that lead to no end, by position in the sentence and state; empty until a beginning has failed.
    private var dead: [Bool] = []
    private var visited: [Int] = []
    private var wasCut = false
    private var steps = 0
    /// Whether the rule was given up for this sentence because it can be followed in too many ways.
    private(set) var isExhausted = false

    init(_ program: PatternProgram, _ sentence: PatternSentence) {
        self.program = program
        self.sentence = sentence
        frontier = [[Thread]](repeating: [], count: min(Self.reach, sentence.text.end - sentence.text.start) + 1)
    }

    /// The best match that begins at a position.
    mutating func match(at start: Int) -> Match? {
        let limit = min(frontier.count - 1, sentence.text.end - start)
        notes.removeAll(keepingCapacity: true)
        visited.removeAll(keepingCapacity: true)
        wasCut = false
        guard !isExhausted else { return nil }
        frontier[0] = [Thread(state: 0, elements: 0, skipped: 0, note: -1)]
        var last = 0
        var found: (thread: Thread, end: Int)?
        var offset = 0
        while offset <= min(last, limit), !isExhausted {
            var threads = frontier[offset]
            frontier[offset] = []
            if threads.count > 1 { threads.sort { $0.isBetter(than: $1) } }
            run(threads, start: start, offset: offset, limit: limit, &last) { thread in
                if found.map({ thread.isBetter(than: $0.thread) || !$0.thread.isBetter(than: thread) && offset > $0.end }) ?? true {
                    found = (thread, offset)
                }
            }
            offset += 1
        }
        for rest in offset..<max(offset, min(last, limit) + 1) { frontier[rest] = [] }
        guard let found, found.end > 0 else {
            if found == nil, !wasCut, !isExhausted, last > 0 { bury() }
            return nil
        }
        return replay(found.thread.note, start..<start + found.end)
    }

    /// Remembers that nothing came of the states of a beginning that failed.
    private mutating func bury() {
        if dead.isEmpty {
            dead = [Bool](repeating: false, count: (sentence.text.end - sentence.text.start + 1) * program.instructions.count)
        }
        for index in visited { dead[index] = true }
    }

    /// Follows the threads at one position through all states that need no text, and moves on those that find theirs.
    private mutating func run(
        _ threads: [Thread], start: Int, offset: Int, limit: Int, _ last: inout Int, whenDone: (Thread) -> Void
    ) {
        var stack: [Thread] = threads.reversed()
        var seen: [Int: Thread] = [:]
        let position = start + offset
        while var thread = stack.popLast() {
            let state = thread.state
            if let other = seen[state], !thread.isBetter(than: other) { continue }
            let index = (position - sentence.text.start) * program.instructions.count + state
            if !dead.isEmpty, dead[index] { continue }
            seen[state] = thread
            visited.append(index)
            steps += 1
            if steps > Self.mostSteps {
                isExhausted = true
                return
            }
            func advance(_ length: Int, counts: Bool = true, note: Note.Event? = nil, _ threads: inout [[Thread]], _ notes: inout [Note]) {
                guard length > 0 else { return }
                guard offset + length <= limit else {
                    wasCut = true
                    return
                }
                var next = thread
                next.state = state + 1
                if counts { next.elements += 1 }
                if let note, notes.count < Self.mostNotes {
                    notes.append(Note(event: note, position: position, before: thread.note))
                    next.note = Int32(notes.count - 1)
                }
                threads[offset + length].append(next)
                last = max(last, offset + length)
            }
            switch program.instructions[state] {
            case .word(let word): if sentence.text.has(word, at: position) { advance(word.count, &frontier, &notes) }
            case .phrase(let index):
                var end = sentence.text.end
                while let match = program.lexicons[index].longestMatch(in: sentence.text.text, at: position, end: end), match.length > 0 {
                    advance(match.length, &frontier, &notes)
                    end = position + match.length - 1
                }
            case .joint:
                if let match = PatternProgram.joints.longestMatch(in: sentence.text.text, at: position, end: sentence.text.end) {
                    advance(match.length, counts: false, &frontier, &notes)
                }
            case .entity(let entity, let tests):
                for span in sentence.spans[position] ?? [] where span.entity == entity {
                    if tests.allSatisfy({ sentence.holds($0, for: span) }) {
                        advance(span.range.count, note: .span(span), &frontier, &notes)
                    }
                }
            case .text(let lengths, let tests):
                forEachText(at: position, lengths, tests) { advance($0, &frontier, &notes) }
            case .gap(let width):
                thread.state += 1
                stack.append(thread)
                var next = thread
                var length = 1
                while length <= width, !Self.endsGap(sentence.text[position + length - 1]) {
                    next.skipped += 1
                    guard offset + length <= limit else {
                        wasCut = true
                        break
                    }
                    steps += 1
                    frontier[offset + length].append(next)
                    last = max(last, offset + length)
                    length += 1
                }
            case .split(let first, let second):
                var other = thread
                other.state = second
                stack.append(other)
                thread.state = first
                stack.append(thread)
            case .jump(let target):
                thread.state = target
                stack.append(thread)
            case .open(let slot): stack.append(noting(.open(slot), thread, position))
            case .close(let slot): stack.append(noting(.close(slot), thread, position))
            case .member: stack.append(noting(.member, thread, position))
            case .membersEnd: stack.append(noting(.membersEnd, thread, position))
            case .end: whenDone(thread)
            }
        }
    }

    private mutating func noting(_ event: Note.Event, _ thread: Thread, _ position: Int) -> Thread {
        var next = thread
        next.state += 1
        guard notes.count < Self.mostNotes else { return next }
        notes.append(Note(event: event, position: position, before: thread.note))
        next.note = Int32(notes.count - 1)
        return next
    }

    /// Marks that a gap does not cross.
    private static func endsGap(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3002, 0x3B, 0x21, 0x3F, 0x0A, 0: true
        default: false
        }
    }

    /// Whole words from a position on: no marks, and no function word first or last.
    private func forEachText(at position: Int, _ lengths: ClosedRange<Int>, _ tests: [PatternTest], _ body: (Int) -> Void) {
        guard var token = sentence.token(at: position), isContent(token) else { return }
        let tokens = sentence.reading.tokens
        while token < tokens.count, tokens[token].end <= sentence.text.end {
            switch tokens[token].tag {
            case .punctuation, .date: return
            case .quantity where tokens[token].start == position: return
            default: break
            }
            let length = tokens[token].end - position
            if length > lengths.upperBound { return }
            if length >= lengths.lowerBound, isContent(token) {
                let range = position..<tokens[token].end
                let holds = tests.allSatisfy { test in
                    if case .text(let affix) = test { affix.holds(for: range, in: sentence.text.text) } else { false }
                }
                if holds { body(length) }
            }
            token += 1
        }
    }

    private func isContent(_ token: Int) -> Bool {
        switch sentence.reading.tokens[token].tag {
        case .preposition, .conjunction, .particle, .pronoun, .punctuation: false
        // Longer ones stand in names too: 低速通道.
        case .adverb: sentence.reading.tokens[token].count > 1
        default: true
        }
    }

    /// Puts rows together from what was noted on the way that won.
    private func replay(_ last: Int32, _ range: Range<Int>) -> Match {
        var events: [Note] = []
        var index = last
        while index >= 0 {
            events.append(notes[Int(index)])
            index = notes[Int(index)].before
        }
        events.reverse()
        var shared: [Capture] = []
        var members: [(range: Range<Int>, captures: [Capture])] = []
        var isMember = false
        var open: [Int: (start: Int, span: PatternSentence.Span?)] = [:]
        func add(_ capture: Capture) {
            if isMember { members[members.count - 1].captures.append(capture) } else { shared.append(capture) }
        }
        for event in events {
            switch event.event {
            case .open(let slot): open[slot] = (event.position, nil)
            case .span(let span): for slot in open.keys where open[slot]?.span == nil { open[slot]?.span = span }
            case .close(let slot):
                if let began = open.removeValue(forKey: slot) {
                    add(Capture(slot: slot, range: began.start..<max(began.start, event.position), span: began.span))
                }
                if isMember { members[members.count - 1].range = members[members.count - 1].range.lowerBound..<event.position }
            case .member:
                isMember = true
                members.append((event.position..<event.position, []))
            case .membersEnd: isMember = false
            }
        }
        guard members.count > 1 else { return Match(range: range, rows: [(range, shared + (members.first?.captures ?? []))]) }
        return Match(range: range, rows: members.map { ($0.range, shared + $0.captures) })
    }
}
