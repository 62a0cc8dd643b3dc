using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>Which of several nodes has a blob, the same in every process that knows the nodes: consistent hashing.</summary>
/// <remarks>
/// <code>
///          b                 each node has points on a circle of 2^64, as many as its weight says; a blob, hashed to the same
///      a  ·····  a           circle, belongs to the node of the next point. A new node's points take arcs from whoever has them
///     ·         ·            and give none to others; those of a node that leaves fall to their successors. So a change moves
///      b   c  ·              the share of the node that came or went and nothing else.
///          ·  c
/// </code>
/// A look-up is a search among n points, O(log n). Shares deviate from the weights by about 1/√(points of a node), 9 % at weight 1 and
/// 3 % at weight 10. Rejected: hash modulo nodes, which moves nearly everything; rendezvous hashing, whose look-up asks every node.
/// What a hash makes of a name is part of where stored bytes are: it never changes.
/// </remarks>
public sealed class HashRing
{
    /// <summary>The most nodes.</summary>
    public const int NodesMax = 64;

    /// <summary>The largest weight.</summary>
    public const int WeightMax = 100;

    private const int PointsPerWeight = 128;

    private readonly ulong[] _points;
    private readonly string[] _owners;

    /// <summary>The ring of these nodes; one of weight 0 has no share.</summary>
    /// <exception cref="ArgumentException">No node has a weight, or a name stands twice.</exception>
    public HashRing(ImmutableArray<RingNode> nodes)
    {
        if (!nodes.Any(node => node.Weight > 0) || nodes.DistinctBy(node => node.Name).Count() != nodes.Length)
            throw new ArgumentException("A ring has nodes of different names, and one of them a weight.", nameof(nodes));
        var points = nodes
            .SelectMany(node => Enumerable.Range(0, node.Weight * PointsPerWeight)
                .Select(number => (Point: Hash($"{node.Name}/{number}"), node.Name)))
            .OrderBy(point => point.Point).ThenBy(point => point.Name, StringComparer.Ordinal)
            .ToList();
        _points = [.. points.Select(point => point.Point)];
        _owners = [.. points.Select(point => point.Name)];
    }

    /// <summary>Whether it can name a node: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public static bool IsNodeName(string name) =>
        name is { Length: >= 1 and <= 64 }
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>The name of the node that has what is called so.</summary>
    public string OwnerOf(string name)
    {
        var at = Array.BinarySearch(_points, Hash(name));
        var next = at >= 0 ? at : ~at;
        // Of equal points the first counts, whichever of them the search met.
        while (next > 0 && at >= 0 && _points[next - 1] == _points[next])
            next--;
        return _owners[next == _points.Length ? 0 : next];
    }

    /// <summary>FNV-1a over the characters, and a last mixing, since FNV leaves similar names close together.</summary>
    private static ulong Hash(string name)
    {
        unchecked
        {
            var hash = 0xCBF29CE484222325UL;
            foreach (var character in name)
                hash = (hash ^ character) * 0x100000001B3UL;
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
            return hash ^ (hash >> 33);
        }
    }
}

/// <summary>A node of a ring.</summary>
/// <param name="Name">Its name, which stays whatever its place becomes.</param>
/// <param name="Weight">Its share, as a proportion to the other weights; 0 for a node that is being emptied.</param>
public readonly record struct RingNode(string Name, int Weight);
