using System.IO.Compression;

namespace OrleansLld.Exchange.Replay;

/// <summary>Reads LOBSTER message files, plain or gzip, told apart by their first bytes.</summary>
internal static class LobsterFile
{
    /// <summary>About 3 GB of events.</summary>
    private const int EventsMax = 100_000_000;

    public static async Task<(List<LobsterEvent> Events, Failure? Failure)> Read(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return ([], Failure.Usage($"There is no file {path}."));
        await using var file = File.OpenRead(path);
        await using var content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var lines = new StreamReader(content);
        try
        {
            return await Read(lines, path, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            return ([], Failure.Usage($"{path} is a broken gzip file: {e.Message}"));
        }
    }

    private static async Task<(List<LobsterEvent> Events, Failure? Failure)> Read(
        StreamReader lines, string path, CancellationToken cancellationToken)
    {
        var events = new List<LobsterEvent>();
        for (var number = 1; await lines.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            if (!LobsterEvent.TryParse(line, out var parsed))
                return ([], Failure.Usage($"{path}, line {number}: not 'time,type,order id,size,price,direction'."));
            if (events.Count == EventsMax)
                return ([], Failure.Usage($"{path} has more than {EventsMax} events; split it."));
            events.Add(parsed);
        }

        return (events, null);
    }

    private static bool IsGzip(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }
}
