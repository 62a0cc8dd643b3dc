using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>
/// One multipart upload: parts come in any order and replace each other by number; in the end some of them become an object, or all are
/// given up. It knows every blob that was ever to be one of its parts until it is deleted or has become the index's.
/// </summary>
/// <remarks>
/// <code>
///            Noted ─► a note ── PartAdded ─► a part ── PartAdded ─► of no use ── Collected ─► gone
///                        └────── GivenUp ──────────────────────────────┘
///
/// None ─ Begun ─► Open ─ Completing ─► (the index is asked) ─ Completed ─► everything that is no part of the object is the index's garbage
///                  ▲                          └─ Reopened ─┐
///                  ├───────────────────────────────────────┘
///                  └─ Aborting ─► (the index is asked) ─ Aborted ─► everything is the index's garbage
/// </code>
/// Between a question to the index and its answer nothing changes, so whoever asks again after a crash asks the same. Notes outlive the
/// end: the blob of a note may still be written by somebody who does not know of it.
/// </remarks>
public sealed class Upload(UploadLimits limits)
{
    private readonly SortedDictionary<int, UploadedPart> _parts = [];
    private readonly HashSet<string> _partBlobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _notes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UselessBecause> _useless = new(StringComparer.Ordinal);
    private UploadEvent.Completing? _completing;
    private UploadedObject? _object;
    private long _endedAtUs;

    public UploadStage Stage { get; private set; }

    /// <summary>Whether it may still become an object.</summary>
    public bool IsOpen => Stage is UploadStage.Open or UploadStage.Completing;

    /// <summary>Null until it was begun.</summary>
    public UploadEvent.Begun? Terms { get; private set; }

    /// <summary>Null until there is an object.</summary>
    public UploadEvent.Completed? Completed { get; private set; }

    /// <summary>Under which condition the object is being made; null but while it is.</summary>
    public CompletionTerms? CompletionTerms => Stage == UploadStage.Completing ? _completing!.Terms : null;

    /// <summary>Blobs to be deleted, and why.</summary>
    public IReadOnlyDictionary<string, UselessBecause> Useless => _useless;

    /// <summary>Whether so many blobs are of no use that some have to be deleted before the next part is replaced.</summary>
    public bool IsCluttered => _useless.Count >= limits.UselessMax;

    /// <summary>How many blobs are on their way.</summary>
    public int Notes => _notes.Count;

    /// <summary>Blobs that have been on their way since before that time.</summary>
    public IEnumerable<string> NotesBefore(long us) => _notes.Where(note => note.Value < us).Select(note => note.Key);

    public UploadRuling Begin(ReadOnlyMemory<byte> description, UploadChecksum? checksum) =>
        Stage == UploadStage.None ? UploadRuling.Accept(new UploadEvent.Begun(description, checksum)) : UploadRuling.Repeat;

    public UploadRuling Note(string blob, long nowUs)
    {
        if (Closed() is { } fault)
            return UploadRuling.Refuse(fault);
        // A repeat may also come late, when the blob is a part already.
        if (_notes.ContainsKey(blob) || _partBlobs.Contains(blob) || _useless.ContainsKey(blob))
            return UploadRuling.Repeat;
        return _notes.Count >= limits.NotesMax
            ? UploadRuling.Refuse(UploadFault.Busy)
            : UploadRuling.Accept(new UploadEvent.Noted(blob, nowUs));
    }

    /// <remarks>
    /// Who is refused deletes the blob, and a repeat may come late: so a blob that is a part is never refused, not even when it is one of
    /// the object's already.
    /// </remarks>
    public UploadRuling Add(UploadedPart part)
    {
        if (_parts.TryGetValue(part.Number, out var there) && there.Blob == part.Blob && Stage != UploadStage.Aborting)
            return UploadRuling.Repeat;
        if (Closed() is { } fault)
            return UploadRuling.Refuse(fault);
        if (IsCluttered)
            return UploadRuling.Refuse(UploadFault.Busy);
        return _notes.ContainsKey(part.Blob)
            ? UploadRuling.Accept(new UploadEvent.PartAdded(part))
            : UploadRuling.Refuse(UploadFault.NotNoted);
    }

    /// <summary>The parts with larger numbers, in order; none once there is an object, or the upload is given up.</summary>
    public IEnumerable<UploadedPart> PartsAfter(int number) => IsOpen ? _parts.Values.SkipWhile(part => part.Number <= number) : [];

    /// <summary>Whether the parts that the client names make an object, and which.</summary>
    public UploadRuling Complete(CompletionClaim claim, CompletionTerms terms)
    {
        switch (Stage)
        {
            case UploadStage.None or UploadStage.Aborting or UploadStage.Aborted:
                return UploadRuling.Refuse(UploadFault.NoSuchUpload);
            case UploadStage.Completing:
                return UploadRuling.Refuse(UploadFault.Busy);
            case UploadStage.Completed:
                return IsOf(claim.Parts) ? UploadRuling.Repeat : UploadRuling.Refuse(UploadFault.NoSuchUpload);
            case UploadStage.Open:
                var completion = new UploadCompletion(claim, Terms!.Checksum, limits);
                var fault = completion.Check(_parts);
                return fault == UploadFault.None
                    ? UploadRuling.Accept(new UploadEvent.Completing([.. claim.Parts.Select(part => part.Number)], terms))
                    : UploadRuling.Refuse(fault);
            default:
                throw new InvalidOperationException($"An upload is never {Stage}.");
        }
    }

    /// <summary>The object that is being made, or was.</summary>
    public UploadedObject Object() =>
        _object ??= UploadedObject.Of([.. _completing!.Parts.Select(number => _parts[number])], Terms!.Checksum);

    /// <summary>The blobs that are of no use once there is an object; all, when the upload is given up.</summary>
    public ImmutableArray<string> Rest()
    {
        var used = _completing?.Parts.ToHashSet() ?? [];
        return [.. _parts.Values.Where(part => !used.Contains(part.Number)).Select(part => part.Blob), .. _useless.Keys];
    }

    /// <summary>Gives the upload up; a repeat of one that was given up is none.</summary>
    public UploadRuling Abort() => Stage switch
    {
        UploadStage.Open => UploadRuling.Accept(new UploadEvent.Aborting()),
        UploadStage.Completing => UploadRuling.Refuse(UploadFault.Busy),
        UploadStage.Aborting or UploadStage.Aborted => UploadRuling.Repeat,
        UploadStage.None or UploadStage.Completed => UploadRuling.Refuse(UploadFault.NoSuchUpload),
        _ => throw new InvalidOperationException($"An upload is never {Stage}."),
    };

    /// <summary>The index has taken it off its list.</summary>
    public UploadRuling Discarded(long nowUs) =>
        Stage == UploadStage.Aborting ? UploadRuling.Accept(new UploadEvent.Aborted(nowUs)) : UploadRuling.Repeat;

    /// <summary>Gives up the notes from before that time: their writers are believed dead.</summary>
    public UploadRuling GiveUp(long beforeUs) =>
        Stage == UploadStage.Open && NotesBefore(beforeUs).ToImmutableArray() is { IsEmpty: false } late
            ? UploadRuling.Accept(new UploadEvent.GivenUp(late))
            : UploadRuling.Repeat;

    /// <summary>These blobs are deleted.</summary>
    public UploadRuling Collect(IEnumerable<string> deleted) =>
        deleted.Where(_useless.ContainsKey).ToImmutableArray() is { IsEmpty: false } gone
            ? UploadRuling.Accept(new UploadEvent.Collected(gone))
            : UploadRuling.Repeat;

    /// <summary>Whether it ended before that time.</summary>
    public bool EndedBefore(long us) => (Stage is UploadStage.Completed or UploadStage.Aborted) && _endedAtUs < us;

    public void Apply(UploadEvent happened)
    {
        switch (happened)
        {
            case UploadEvent.Begun e:
                (Stage, Terms) = (UploadStage.Open, e);
                break;
            case UploadEvent.Noted e:
                _notes[e.Blob] = e.AtUs;
                break;
            case UploadEvent.PartAdded e:
                Replace(e.Part);
                break;
            case UploadEvent.GivenUp e:
                foreach (var blob in e.Blobs.Where(blob => _notes.Remove(blob)))
                    _useless[blob] = UselessBecause.GivenUp;
                break;
            case UploadEvent.Collected e:
                foreach (var blob in e.Blobs)
                    _useless.Remove(blob);
                break;
            case UploadEvent.Completing e:
                (Stage, _completing) = (UploadStage.Completing, e);
                break;
            case UploadEvent.Reopened:
                (Stage, _completing, _object) = (UploadStage.Open, null, null);
                break;
            case UploadEvent.Completed e:
                (Stage, Completed, _endedAtUs) = (UploadStage.Completed, e, e.AtUs);
                HandOver(_completing!.Parts);
                break;
            case UploadEvent.Aborting:
                Stage = UploadStage.Aborting;
                break;
            case UploadEvent.Aborted e:
                (Stage, _endedAtUs) = (UploadStage.Aborted, e.AtUs);
                HandOver([]);
                break;
            default:
                throw new InvalidOperationException($"An upload does not know {happened.GetType().Name}.");
        }
    }

    public UploadSnapshot Snapshot() => new(
        Stage,
        Terms,
        [.. _parts.Values],
        [.. _notes.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note => new NotedBlob(note.Key, note.Value))],
        [.. _useless.OrderBy(blob => blob.Key, StringComparer.Ordinal).Select(blob => new UselessBlob(blob.Key, blob.Value))],
        _completing,
        Completed,
        _endedAtUs);

    /// <summary>Takes the state of a snapshot; called on an empty upload.</summary>
    public void Restore(UploadSnapshot snapshot)
    {
        (Stage, Terms, _completing, Completed, _endedAtUs) =
            (snapshot.Stage, snapshot.Terms, snapshot.Completing, snapshot.Completed, snapshot.EndedAtUs);
        foreach (var part in snapshot.Parts)
            Replace(part);
        foreach (var note in snapshot.Notes)
            _notes.Add(note.Blob, note.AtUs);
        foreach (var blob in snapshot.Useless)
            _useless.Add(blob.Blob, blob.Because);
    }

    /// <summary>Throws when the state is one that no sequence of commands can lead to.</summary>
    public void Check()
    {
        Require((Stage == UploadStage.None) == (Terms is null), "An upload has terms from its beginning on.");
        Require((Stage is UploadStage.Completing or UploadStage.Completed) == (_completing is not null), "An object has its parts.");
        Require((Stage == UploadStage.Completed) == (Completed is not null), "A completed upload has its answer.");
        Require(_notes.Count <= limits.NotesMax, "There are too many notes.");
        var blobs = _parts.Values.Select(part => part.Blob).ToArray();
        Require(_partBlobs.Count == blobs.Length && _partBlobs.SetEquals(blobs), "A blob is two parts.");
        Require(!blobs.Any(blob => _notes.ContainsKey(blob) || _useless.ContainsKey(blob)), "A part is a note or of no use.");
        Require(!_notes.Keys.Any(_useless.ContainsKey), "A note is of no use.");
        Require(_completing is null || _completing.Parts.All(_parts.ContainsKey), "A part of the object is not there.");
        Require(Stage != UploadStage.Completed || _parts.Count == _completing!.Parts.Length, "A completed upload has other parts.");
        Require(Stage != UploadStage.Aborted || _parts.Count == 0, "An upload that was given up has parts.");
    }

    private void Replace(UploadedPart part)
    {
        if (_parts.TryGetValue(part.Number, out var earlier))
        {
            _partBlobs.Remove(earlier.Blob);
            _useless[earlier.Blob] = UselessBecause.Replaced;
        }

        _parts[part.Number] = part;
        _partBlobs.Add(part.Blob);
        _notes.Remove(part.Blob);
    }

    private UploadFault? Closed() => Stage switch
    {
        UploadStage.Open => null,
        UploadStage.Completing => UploadFault.Busy,
        _ => UploadFault.NoSuchUpload,
    };

    private bool IsOf(IReadOnlyList<PartClaim> claims) =>
        claims.Select(claim => claim.Number).SequenceEqual(_completing!.Parts)
        && claims.All(claim => UploadCompletion.Fits(claim, _parts[claim.Number], Terms!.Checksum));

    // What is no part of the object is garbage of the index by now, which deletes it.
    private void HandOver(ImmutableArray<int> but)
    {
        foreach (var part in _parts.Values.ExceptBy(but, part => part.Number).ToArray())
        {
            _parts.Remove(part.Number);
            _partBlobs.Remove(part.Blob);
        }

        _useless.Clear();
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
