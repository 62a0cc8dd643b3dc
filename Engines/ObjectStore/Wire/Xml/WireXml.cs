using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary>
/// The XML of requests and answers. A request is read into a small tree with strict limits: no document type (so no entities that
/// grow), no resolver, bounded bytes, elements and depth.
/// </summary>
public static class WireXml
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    public const int DepthMax = 16;

    private static readonly XmlWriterSettings Writing = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>Reads a body.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="root">The name that its outermost element must have.</param>
    /// <param name="limits">How large it may be.</param>
    /// <returns>The outermost element; null when the body is not well-formed, too large, or has another root.</returns>
    public static WireElement? Parse(ReadOnlyMemory<byte> body, string root, WireXmlLimits limits)
    {
        if (body.IsEmpty || body.Length > limits.BytesMax)
            return null;
        var bytes = MemoryMarshal.TryGetArray(body, out var segment) ? segment : new ArraySegment<byte>(body.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            // Keys may have characters that XML 1.0 forbids, and there is no other way to write them than as references.
            CheckCharacters = false,
            MaxCharactersInDocument = limits.BytesMax,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            return Read(reader, limits.ElementsMax) is { } read && read.Name == root ? read : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Writes an answer or a stored document.</summary>
    /// <param name="root">The outermost element, in <see cref="Namespace"/>.</param>
    /// <param name="content">Writes what is in it.</param>
    public static byte[] Write(string root, Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Writing))
        {
            writer.WriteStartElement(root, Namespace);
            content(writer);
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static WireElement? Read(XmlReader reader, int elementsMax)
    {
        var open = new Stack<Opened>();
        var elements = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > elementsMax || open.Count == DepthMax)
                        return null;
                    var isEmpty = reader.IsEmptyElement;
                    open.Push(new Opened(reader.LocalName, TypeName(reader.GetAttribute("type", Instance))));
                    if (isEmpty && Close(open, out var only))
                        return ReadToEnd(reader, only);
                    break;
                case XmlNodeType.EndElement:
                    if (Close(open, out var root))
                        return ReadToEnd(reader, root);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (open.TryPeek(out var current))
                        current.Text.Append(reader.Value);
                    break;
            }
        }

        return null;
    }

    /// <summary>Closes the innermost element.</summary>
    /// <returns>Whether it was the outermost; the element is null where text stands between its children.</returns>
    private static bool Close(Stack<Opened> open, out WireElement? element)
    {
        var closed = open.Pop();
        var text = closed.Text.ToString();
        var isMixed = closed.Children.Count > 0 && !string.IsNullOrWhiteSpace(text);
        element = isMixed
            ? null
            : new WireElement(closed.Name, closed.Children.Count > 0 ? "" : text, closed.XsiType, closed.Children.ToImmutable());
        if (open.Count == 0)
            return true;
        // What is mixed fails any schema, wherever it stands.
        open.Peek().Children.Add(element ?? new WireElement("", text, "", []));
        return false;
    }

    private static WireElement? ReadToEnd(XmlReader reader, WireElement? root)
    {
        while (reader.Read())
        {
        }

        return root;
    }

    private static string TypeName(string? type) => type is null ? "" : type[(type.IndexOf(':') + 1)..];

    private sealed record Opened(string Name, string XsiType)
    {
        public StringBuilder Text { get; } = new();

        public ImmutableArray<WireElement>.Builder Children { get; } = ImmutableArray.CreateBuilder<WireElement>();
    }
}

/// <summary>How large a request's XML may be.</summary>
/// <param name="BytesMax">Bytes of the body.</param>
/// <param name="ElementsMax">Elements in all.</param>
public readonly record struct WireXmlLimits(int BytesMax, int ElementsMax)
{
    /// <summary>A bucket's or an object's setting: 64 KiB.</summary>
    public static WireXmlLimits Setting => new(64 << 10, 4_000);

    /// <summary>1,000 keys to delete, however they are escaped.</summary>
    public static WireXmlLimits Keys => new(8 << 20, 10_000);

    /// <summary>10,000 parts with ETag and checksum.</summary>
    public static WireXmlLimits Parts => new(8 << 20, 100_000);
}
