using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Finds a key that parts a partition's rows about evenly: of many by the sample of them, of few by looking.</summary>
internal sealed class MiddleKeys(IndexPartition partition)
{
    private const int SamplesMin = 16;
    private const int RowsMin = 64;
    private const int RowsMax = 20_000;
    private const int RowsAQuery = 1_000;

    /// <summary>Such a key; empty where there are too few rows, or a move is under way.</summary>
    public async Task<string> Find(CancellationToken cancellationToken)
    {
        var meta = partition.Meta;
        if (meta.Totals.Objects + meta.Totals.Versions < RowsMin || meta.SealedFrom is not null || meta.Dropping is not null)
            return "";
        var keys = await Samples(cancellationToken);
        if (keys.Count < SamplesMin)
            keys = await Looked(cancellationToken);
        // What is cut is a beginning of the key, so the key itself and all that follow stay on its side.
        var middle = keys.Count == 0 ? "" : Encoding.UTF8.GetString(Short(keys[keys.Count / 2]));
        return meta.Range.Has(KeyPath.Of(middle).Key) && middle != meta.Range.From ? middle : "";
    }

    private async Task<List<byte[]>> Samples(CancellationToken cancellationToken)
    {
        var keys = new List<byte[]>();
        var all = RowRange.StartingWith($"{(char)IndexSpace.Samples}", RowsAQuery);
        await foreach (var row in partition.Store.ScanAllAsync(partition.Id, all, cancellationToken))
            keys.Add(KeyText.Decode(row.Key.ToString()[1..^KeyText.End.Length]));
        return keys;
    }

    private async Task<List<byte[]>> Looked(CancellationToken cancellationToken)
    {
        var keys = new List<byte[]>();
        foreach (var space in (IndexSpace[])[IndexSpace.Live, IndexSpace.History])
        {
            var cursor = new RowCursor(space, [], "", null, RowsAQuery);
            while (keys.Count < RowsMax)
            {
                while (cursor.Wants(out var query))
                    cursor.Take(await partition.Store.AnswerAsync(partition.Id, query, cancellationToken));
                if (cursor.Key is null)
                    break;
                keys.Add(cursor.Key);
                cursor.Next();
            }
        }

        keys.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        return keys;
    }

    private static ReadOnlySpan<byte> Short(byte[] key)
    {
        const int cut = KeyPath.SegmentCharacters / 2 / KeyText.CharactersAByteMax;
        if (KeyPath.Of(key).Depth == 1)
            return key;
        // A byte that goes on a character is 10xxxxxx.
        var length = cut;
        while ((key[length] & 0xC0) == 0x80)
            length--;
        return key.AsSpan(0, length);
    }
}
