using System.Collections.Immutable;
using System.Globalization;
using System.Xml;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>CORSConfiguration</c>: the rules of <see cref="CorsRules"/>.</summary>
public static class CorsXml
{
    public const int IdLengthMax = 255;

    private static readonly string[] Methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

    public static Parsed<CorsRules> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "CORSConfiguration", WireXmlLimits.Setting) is not { } root
            || !root.Has([], ["CORSRule"]) || root.Children.Length is 0 or > CorsRules.RulesMax)
            return new WireRefusal(WireFault.MalformedXml);
        var rules = ImmutableArray.CreateBuilder<CorsRule>();
        foreach (var element in root.Children)
        {
            var rule = Read(element);
            if (rule.Refusal is { } refusal)
                return refusal;
            rules.Add(rule.Value);
        }

        return new CorsRules(rules.ToImmutable());
    }

    public static byte[] Write(CorsRules rules) => WireXml.Write("CORSConfiguration", writer =>
    {
        foreach (var rule in rules.Rules)
        {
            writer.WriteStartElement("CORSRule", WireXml.Namespace);
            if (rule.Id.Length > 0)
                writer.WriteElementString("ID", WireXml.Namespace, rule.Id);
            WriteAll(writer, "AllowedMethod", rule.Methods);
            WriteAll(writer, "AllowedOrigin", rule.Origins);
            WriteAll(writer, "AllowedHeader", rule.RequestHeaders);
            WriteAll(writer, "ExposeHeader", rule.ExposedHeaders);
            if (rule.MaxAgeSeconds is { } seconds)
                writer.WriteElementString("MaxAgeSeconds", WireXml.Namespace, seconds.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        }
    });

    private static Parsed<CorsRule> Read(WireElement element)
    {
        if (!element.Has(["ID", "MaxAgeSeconds"], ["AllowedMethod", "AllowedOrigin", "AllowedHeader", "ExposeHeader"])
            || element.Children.Any(child => !child.Children.IsEmpty))
            return new WireRefusal(WireFault.MalformedXml);
        var id = element.TextOf("ID") ?? "";
        int? maxAge = null;
        if (element.TextOf("MaxAgeSeconds") is { } seconds)
        {
            if (!int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return new WireRefusal(WireFault.MalformedXml);
            maxAge = value;
        }

        var rule = new CorsRule(
            id,
            Texts(element, "AllowedOrigin"),
            Texts(element, "AllowedMethod"),
            Texts(element, "AllowedHeader"),
            Texts(element, "ExposeHeader"),
            maxAge);
        return Check(rule) is { } refusal ? refusal : rule;
    }

    private static WireRefusal? Check(CorsRule rule)
    {
        if (rule.Id.Length > IdLengthMax || rule.Origins.IsEmpty || rule.Methods.IsEmpty)
            return new WireRefusal(WireFault.MalformedXml);
        if (rule.Methods.FirstOrDefault(method => !Methods.Contains(method)) is { } unsupported)
            return Refuse($"Found unsupported HTTP method in CORS config. Unsupported method is {unsupported}");
        if (rule.Origins.FirstOrDefault(HasWildcards) is { } origin)
            return Refuse($"AllowedOrigin \"{origin}\" can not have more than one wildcard.");
        if (rule.RequestHeaders.FirstOrDefault(HasWildcards) is { } header)
            return Refuse($"AllowedHeader \"{header}\" can not have more than one wildcard.");
        if (rule.ExposedHeaders.FirstOrDefault(exposed => exposed.Contains('*', StringComparison.Ordinal)) is { } wild)
            return Refuse($"ExposeHeader \"{wild}\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
        // These go into answers' headers as they are.
        return rule.Origins.Concat(rule.ExposedHeaders).Any(text => text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            ? new WireRefusal(WireFault.MalformedXml)
            : null;
    }

    private static WireRefusal Refuse(string sentence) => new(WireFault.InvalidRequest, sentence);

    private static bool HasWildcards(string text) => text.AsSpan().Count('*') > 1;

    private static ImmutableArray<string> Texts(WireElement element, string name) => [.. element.All(name).Select(child => child.Text)];

    private static void WriteAll(XmlWriter writer, string name, ImmutableArray<string> values)
    {
        foreach (var value in values)
            writer.WriteElementString(name, WireXml.Namespace, value);
    }
}
