using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>How the rows of unfinished uploads of one key are told apart: by their beginning, then their id.</summary>
public static class UploadRows
{
    /// <summary>An upload's id has no more bytes in UTF-8.</summary>
    public const int IdBytesMax = 32;

    private const int TimeCharacters = 16;

    public static string SuffixOf(long startedAtUs, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{startedAtUs:X16}{TextOf(id)}");

    public static long StartedUsOf(string suffix) => Convert.ToInt64(suffix[..TimeCharacters], 16);

    public static string IdOf(string suffix) => Encoding.UTF8.GetString(KeyText.Decode(suffix[TimeCharacters..]));

    /// <summary>The id as a part of a row's key.</summary>
    public static string TextOf(string id) => string.Concat(Encoding.UTF8.GetBytes(id).Select(KeyText.Of));
}
