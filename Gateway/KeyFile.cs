using System.Security.Cryptography;

namespace OrleansLld;

/// <summary>A secret of this installation: one line of text in a file that only its owner may read.</summary>
public static class KeyFile
{
    public const int KeyBytes = 32;

    /// <summary>The file's key; on the first run 32 random bytes, in Base64.</summary>
    public static string ReadOrCreate(string path) =>
        ReadOrCreate(path, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>The file's text; at first what <paramref name="create"/> gives. Written aside and moved, so never half there.</summary>
    public static string ReadOrCreate(string path, Func<string> create)
    {
        if (File.Exists(path))
            return File.ReadAllText(path).Trim();

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = create();
        var aside = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(aside, OwnerOnly()))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path);
            return text;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process of this installation was quicker.
            File.Delete(aside);
            return File.ReadAllText(path).Trim();
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
