using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Where an object's key lies among the rows. A short key is one segment. A long one is cut, and each further segment lies in a space of
/// its own, named by the hash of all before it, to which a pointer row leads:
/// <code>
/// o photos.1summer "  "                       a short key's row
/// o (383 characters) " ~"                     the pointer of all longer keys that begin like this
/// O (hash of the first segment) rest "  "     one of them
/// </code>
/// A walk that meets a pointer descends there and comes back, so the order of keys is the order of the walk.
/// </summary>
/// <remarks>
/// A segment is full with the first byte that brings it to <see cref="SegmentCharacters"/> - 1 characters or more: which bytes make it
/// depends on no byte after it, so keys with a common beginning share their pointers. 1,024 bytes are at most 6 segments.
/// </remarks>
public sealed class KeyPath
{
    /// <summary>The most characters of one segment.</summary>
    public const int SegmentCharacters = 384;

    /// <summary>A key has no more segments.</summary>
    public const int DepthMax = 6;

    private const int HashBytes = 24;

    private readonly List<(string Text, int End)> _segments;
    private readonly byte[] _key;
    private string[]? _hashes;

    private KeyPath(byte[] key) => (_key, _segments) = (key, Cut(key));

    /// <summary>The key's bytes in UTF-8.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>How many segments it has, from 1.</summary>
    public int Depth => _segments.Count;

    /// <summary>Keys with the same turn may share pointers, so one command at a time may be decided.</summary>
    public string Turn => _segments[0].Text + (Depth == 1 ? KeyText.End : KeyText.Pointer);

    public static KeyPath Of(string key) => new(Encoding.UTF8.GetBytes(key));

    public static KeyPath Of(ReadOnlySpan<byte> key) => new(key.ToArray());

    /// <summary>The row of this key in a space.</summary>
    /// <param name="space">Live, History, Uploads, Contents or Samples.</param>
    /// <param name="suffix">What tells the rows of one key apart.</param>
    public string Row(IndexSpace space, string suffix = "") =>
        string.Concat(Beginning(space, Depth - 1), _segments[^1].Text, KeyText.End, suffix);

    /// <summary>The row that leads to the space of the segment after this one.</summary>
    /// <param name="space">As with <see cref="Row"/>.</param>
    /// <param name="level">Which segment, from 0.</param>
    public string PointerRow(IndexSpace space, int level) =>
        string.Concat(Beginning(space, level), _segments[level].Text, KeyText.Pointer);

    /// <summary>What all rows begin with that lie in the space of keys that begin with this prefix, which is whole segments.</summary>
    public static string SpaceOf(IndexSpace space, ReadOnlySpan<byte> prefix) =>
        prefix.IsEmpty ? $"{(char)space}" : $"{char.ToUpperInvariant((char)space)}{Hash(prefix)}";

    private string Beginning(IndexSpace space, int level)
    {
        if (level == 0)
            return $"{(char)space}";
        _hashes ??= [.. _segments[..^1].Select(segment => Hash(_key.AsSpan(0, segment.End)))];
        return $"{char.ToUpperInvariant((char)space)}{_hashes[level - 1]}";
    }

    // The alphabet needs no order, only characters that a row may have.
    private static string Hash(ReadOnlySpan<byte> prefix) =>
        Convert.ToBase64String(SHA256.HashData(prefix).AsSpan(0, HashBytes)).Replace('/', '-');

    /// <summary>The segments of a key, or of what is left of it after whole segments.</summary>
    internal static List<(string Text, int End)> Cut(ReadOnlySpan<byte> key)
    {
        var segments = new List<(string, int)>(1);
        var text = new StringBuilder(Math.Min(key.Length + 16, SegmentCharacters));
        for (var i = 0; i < key.Length; i++)
        {
            if (text.Length >= SegmentCharacters - 1)
            {
                segments.Add((text.ToString(), i));
                text.Clear();
            }

            text.Append(KeyText.Of(key[i]));
        }

        segments.Add((text.ToString(), key.Length));
        return segments;
    }
}
