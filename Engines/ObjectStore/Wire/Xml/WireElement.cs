using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary>An element of a request's body.</summary>
/// <param name="Name">Its name; the namespace is not looked at, as S3 does not.</param>
/// <param name="Text">What it holds; empty where it has children.</param>
/// <param name="XsiType">Its <c>xsi:type</c>; empty for none.</param>
/// <param name="Children">In the order of the text.</param>
public sealed record WireElement(string Name, string Text, string XsiType, ImmutableArray<WireElement> Children)
{
    /// <summary>The children of that name.</summary>
    public IEnumerable<WireElement> All(string name) => Children.Where(child => child.Name == name);

    /// <summary>The only child of that name; null when there is none or there are several.</summary>
    public WireElement? Only(string name)
    {
        WireElement? found = null;
        foreach (var child in Children)
        {
            if (child.Name != name)
                continue;
            if (found is not null)
                return null;
            found = child;
        }

        return found;
    }

    /// <summary>The text of the only child of that name, if it has no children itself; else null.</summary>
    public string? TextOf(string name) => Only(name) is { Children.IsEmpty: true } child ? child.Text : null;

    /// <summary>Whether no child has another name; those of <paramref name="once"/> may be there once.</summary>
    public bool Has(ReadOnlySpan<string> once, ReadOnlySpan<string> repeated = default)
    {
        for (var i = 0; i < Children.Length; i++)
        {
            var name = Children[i].Name;
            if (repeated.Contains(name))
                continue;
            if (!once.Contains(name) || Children.AsSpan()[..i].ContainsNamed(name))
                return false;
        }

        return true;
    }
}

internal static class WireElements
{
    public static bool ContainsNamed(this ReadOnlySpan<WireElement> elements, string name)
    {
        foreach (var element in elements)
        {
            if (element.Name == name)
                return true;
        }

        return false;
    }
}
