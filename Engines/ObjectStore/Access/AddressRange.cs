using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Addresses that begin with the same bits: <c>203.0.113.0/24</c>, <c>2001:db8::/32</c>, or a single one.</summary>
internal readonly record struct AddressRange(IPAddress Address, int PrefixBits)
{
    private static readonly AddressRange[] Private =
        [new(IPAddress.Parse("10.0.0.0"), 8), new(IPAddress.Parse("172.16.0.0"), 12), new(IPAddress.Parse("192.168.0.0"), 16)];

    /// <summary>Whether it is so broad that it means the public: less than 8 bits of an IPv4 address, 32 of an IPv6 one.</summary>
    public bool IsBroad
    {
        get
        {
            var (address, bits) = (Address.ToString(), PrefixBits);
            return bits < (Address.AddressFamily == AddressFamily.InterNetwork ? 8 : 32)
                && !Private.Any(range => range.PrefixBits <= bits && range.Contains(address));
        }
    }

    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
            return null;
        var bitsMax = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0)
            return new AddressRange(address, bitsMax);
        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= bitsMax
            ? new AddressRange(address, bits)
            : null;
    }

    public bool Contains(string text)
    {
        if (!IPAddress.TryParse(text, out var asked))
            return false;
        if (asked.IsIPv4MappedToIPv6)
            asked = asked.MapToIPv4();
        if (asked.AddressFamily != Address.AddressFamily)
            return false;
        ReadOnlySpan<byte> left = Address.GetAddressBytes();
        ReadOnlySpan<byte> right = asked.GetAddressBytes();
        var (whole, rest) = (PrefixBits / 8, PrefixBits % 8);
        return left[..whole].SequenceEqual(right[..whole])
            && (rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0);
    }
}
