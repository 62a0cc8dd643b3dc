using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary>An object as a <c>Delete</c> document names it.</summary>
/// <param name="Key">Its key; whether it may be one is not asked here.</param>
/// <param name="VersionId">Its version; null for the object.</param>
/// <param name="Conditions">What must hold of it.</param>
public readonly record struct DeleteLine(string Key, string? VersionId, WrittenConditions Conditions);

/// <summary>What a <c>Delete</c> document asks for.</summary>
/// <param name="Lines">The objects in their order.</param>
/// <param name="IsQuiet">Whether only errors are to be told.</param>
public sealed record DeleteList(ImmutableArray<DeleteLine> Lines, bool IsQuiet);

/// <summary><c>Delete</c>: objects that are to go, several at once.</summary>
public static class DeleteListXml
{
    /// <summary>The most objects.</summary>
    public const int ObjectsMax = 1000;

    public static Parsed<DeleteList> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "Delete", WireXmlLimits.Keys) is not { } root || !root.Has(["Quiet"], ["Object"]))
            return new WireRefusal(WireFault.MalformedXml);
        var isQuiet = false;
        var lines = ImmutableArray.CreateBuilder<DeleteLine>();
        foreach (var element in root.Children)
        {
            if (element.Name == "Quiet")
            {
                if (!bool.TryParse(element.Text, out isQuiet))
                    return new WireRefusal(WireFault.MalformedXml);
            }
            else if (lines.Count < ObjectsMax && Read(element) is { } line)
            {
                lines.Add(line);
            }
            else
            {
                return new WireRefusal(WireFault.MalformedXml);
            }
        }

        return lines.Count > 0 ? new DeleteList(lines.ToImmutable(), isQuiet) : new WireRefusal(WireFault.MalformedXml);
    }

    private static DeleteLine? Read(WireElement element)
    {
        var version = element.TextOf("VersionId");
        return element.Has(["Key", "VersionId", "ETag", "LastModifiedTime", "Size"])
            && element.TextOf("Key") is { Length: > 0 } key
            && WriteConditionParser.ParseDelete(
                element.TextOf("ETag"), element.TextOf("LastModifiedTime")?.Trim(), element.TextOf("Size")?.Trim(), out var conditions)
                == WriteConditionOutcome.Read
                ? new DeleteLine(key, string.IsNullOrEmpty(version) ? null : version, conditions)
                : null;
    }
}
