using System.Diagnostics.CodeAnalysis;

namespace OrleansLld.Chat;

/// <summary>One installation of a client of one account, drawn by it at random and kept: 32 hexadecimal digits.</summary>
[GenerateSerializer, Immutable, Alias("chat.device-id")]
public readonly record struct DeviceId
{
    [Id(0)]
    private readonly Guid _drawn;

    /// <summary>A device that drew this.</summary>
    public DeviceId(Guid drawn) => _drawn = drawn;

    /// <summary>What was drawn.</summary>
    public Guid Value => _drawn;

    /// <summary>Reads what <see cref="ToString"/> wrote; false when the text is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId device)
    {
        var isOne = Guid.TryParseExact(text, "N", out var drawn) && drawn != Guid.Empty;
        device = isOne ? new DeviceId(drawn) : default;
        return isOne;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => _drawn.ToString("N");
}
