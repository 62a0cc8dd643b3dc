using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>
/// A row about a blob or an upload: noted before it is written (<see cref="IndexSpace.Intents"/>), useless by now
/// (<see cref="IndexSpace.Garbage"/>), or an upload that ended (<see cref="IndexSpace.Ended"/>).
/// </summary>
/// <param name="Id">The blob or the upload.</param>
/// <param name="Key">The object's key, with which the row moves to another partition.</param>
/// <param name="TimeUs">Since when it is so, in microseconds since 1970.</param>
public readonly record struct IndexNote(string Id, string Key, long TimeUs)
{
    private const byte Format = 1;

    public static string RowOf(IndexSpace space, string id) =>
        $"{(char)space}{string.Concat(Encoding.UTF8.GetBytes(id).Select(KeyText.Of))}";

    /// <exception cref="FormatException">It is no note's row.</exception>
    public static IndexNote OfRow(IndexRow row)
    {
        var at = new RowReader(row.Value);
        at.Format(Format);
        return new IndexNote(Encoding.UTF8.GetString(KeyText.Decode(row.Key[1..])), at.Text(), at.Number());
    }

    public RowChange ToRow(IndexSpace space)
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Text(Key);
        at.Number(TimeUs);
        return new RowChange(RowOf(space, Id), at.ToArray());
    }
}
