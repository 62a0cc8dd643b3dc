using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>What a signing key is good for: a day, a region, a service.</summary>
/// <param name="Day">The day as <c>yyyyMMdd</c>.</param>
/// <param name="Region">The region that the client believes to talk to.</param>
/// <param name="Service">The service, <c>s3</c>.</param>
public readonly record struct CredentialScope(string Day, string Region, string Service)
{
    /// <summary>The most characters of a region or a service.</summary>
    public const int NameLengthMax = 64;

    private const int DayLength = 8;
    private const string Terminator = "aws4_request";

    /// <summary>Reads what stands in <c>Credential=</c>: the access key's id and the scope.</summary>
    /// <param name="text">Such as <c>AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request</c>.</param>
    /// <param name="accessKeyId">The id.</param>
    /// <param name="scope">The scope.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out string accessKeyId, out CredentialScope scope)
    {
        accessKeyId = "";
        scope = default;
        Span<Range> parts = stackalloc Range[6];
        if (text.Split(parts, '/') != 5 || !text[parts[4]].SequenceEqual(Terminator))
            return false;
        var day = text[parts[1]];
        var region = text[parts[2]];
        var service = text[parts[3]];
        if (text[parts[0]].IsEmpty || day.Length != DayLength || day.ContainsAnyExceptInRange('0', '9')
            || region.Length > NameLengthMax || service.Length is 0 or > NameLengthMax || !Ascii.IsValid(text))
            return false;
        accessKeyId = text[parts[0]].ToString();
        scope = new CredentialScope(day.ToString(), region.ToString(), service.SequenceEqual("s3") ? "s3" : service.ToString());
        return true;
    }

    /// <summary>Whether a time, written as signatures have it, is on the scope's day.</summary>
    public bool IsOf(ReadOnlySpan<char> time) => time.StartsWith(Day);

    /// <summary>As strings to sign have it.</summary>
    public override string ToString() => $"{Day}/{Region}/{Service}/{Terminator}";
}
