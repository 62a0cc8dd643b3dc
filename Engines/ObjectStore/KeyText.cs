using System.Diagnostics.CodeAnalysis;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Any bytes as text that a row's key may hold, in the same order: the texts of two byte strings compare ordinally as the bytes do.
/// </summary>
/// <remarks>
/// A row's key has the printable ASCII characters without <c>/ \ # ? %</c>. A byte whose character is allowed stands for itself, and
/// one that is not borrows its lower neighbour as a lead:
/// <code>
/// 00-20   ' ' and a second character from '!' on        [ \     "[0" "[1"
/// " #     "\"0" "\"1"         $ %   "$0" "$1"           7D-FF   '}' and '~' with a second character
/// . /     ".0" ".1"           > ?   "&gt;0" "&gt;1"           others  themselves
/// </code>
/// No text of a byte begins another's, and two spaces are below all that can go on, so they end a key and what is below it comes first.
/// What was rejected: hexadecimal (twice as long for everything), Base64 with an ordered alphabet (hides prefixes inside characters).
/// </remarks>
public static class KeyText
{
    /// <summary>A byte takes no more characters than this.</summary>
    public const int CharactersAByteMax = 2;

    /// <summary>Ends a key: below everything that a longer key could go on with.</summary>
    public const string End = "  ";

    /// <summary>Says that longer keys lie in a space of their own: above <see cref="End"/>, and no text of a byte.</summary>
    public const string Pointer = " ~";

    private const string Allowed =
        " !\"$&'()*+,-.0123456789:;<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly string[] Codes = MakeCodes();
    private static readonly Dictionary<string, byte> Bytes = Codes.Index().ToDictionary(code => code.Item, code => (byte)code.Index);

    // By the first character: the byte that it stands for alone, or -1 where a second one follows.
    private static readonly int[] Alone = MakeAlone();

    /// <summary>The text of a byte.</summary>
    public static string Of(byte value) => Codes[value];

    /// <summary>Reads one byte's text from the front of the input; false where it begins with something else.</summary>
    public static bool TryRead(ReadOnlySpan<char> input, out byte value, out int characters)
    {
        (value, characters) = (0, 0);
        if (input.IsEmpty || input[0] > '~')
            return false;
        if (Alone[input[0]] is var alone and >= 0)
        {
            (value, characters) = ((byte)alone, 1);
            return true;
        }

        if (input.Length < 2 || !Bytes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(input[..2], out value))
            return false;
        characters = 2;
        return true;
    }

    /// <summary>The bytes of a text that <see cref="Of"/> made, to its end.</summary>
    [SuppressMessage("Design", "CA1062", Justification = "Null throws anyway.")]
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (!TryRead(rest, out var value, out var characters))
                throw new FormatException($"'{text}' is no text of bytes.");
            bytes.Add(value);
            rest = rest[characters..];
        }

        return [.. bytes];
    }

    private static string[] MakeCodes()
    {
        var codes = new string[256];
        for (var value = 0; value < 256; value++)
        {
            codes[value] = (char)value switch
            {
                <= ' ' => $" {Allowed[1 + value]}",
                '"' or '$' or '.' or '>' or '[' => $"{(char)value}0",
                '#' or '%' or '/' or '?' or '\\' => $"{Lead((char)value)}1",
                >= '}' => Pair(value - '}'),
                _ => $"{(char)value}",
            };
        }

        return codes;
    }

    private static char Lead(char forbidden) => (char)(forbidden - 1);

    private static string Pair(int number) => $"{(char)('}' + (number / Allowed.Length))}{Allowed[number % Allowed.Length]}";

    private static int[] MakeAlone()
    {
        var alone = new int[128];
        Array.Fill(alone, -1);
        foreach (var (value, code) in Codes.Index())
        {
            if (code.Length == 1)
                alone[code[0]] = value;
        }

        return alone;
    }
}
