using System.Diagnostics;

namespace OrleansLld.Storage.RocksDb;

/// <summary>This program once more, as <see cref="LoadWriter"/>; killed when it is disposed of.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;
    private readonly long[] _acknowledged;

    /// <summary>Starts the writer.</summary>
    /// <param name="path">The database's directory.</param>
    /// <param name="seed">What it writes.</param>
    /// <param name="acknowledged">By partition, the last commit known to be acknowledged; kept up to date.</param>
    /// <param name="fileBytesMax">A file that grows beyond this fails as on a full disk.</param>
    public LoadProcess(string path, int seed, long[] acknowledged, int? fileBytesMax = null)
    {
        _acknowledged = acknowledged;
        var program = Environment.ProcessPath!;
        List<string> command = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, typeof(LoadProcess).Assembly.Location]
            : [program];
        command.AddRange([LoadWriter.Command, path, $"{seed}"]);
        if (fileBytesMax is { } limit)
            command.InsertRange(0, ["bash", "-c", $"trap '' XFSZ; ulimit -f {limit / 1024}; exec \"$@\"", "bash"]);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        // The runtime otherwise maps its code through a file larger than any limit set here.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        _process = Process.Start(start)!;
    }

    /// <summary>Reads what the writer tells until it has said the word this many times.</summary>
    public async Task ReadAsync(string word, int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if ((await ReadAsync(cancellationToken))[0] == word)
                count--;
        }
    }

    /// <summary>Reads what the writer tells until it has said the word of every partition.</summary>
    public async Task ReadOfEachAsync(string word, CancellationToken cancellationToken)
    {
        var partitions = new HashSet<string>();
        while (partitions.Count < LoadCommit.Partitions)
        {
            var told = await ReadAsync(cancellationToken);
            if (told[0] == word)
                partitions.Add(told[1]);
        }
    }

    /// <summary>SIGKILL; then what the writer had told before it died.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            Note(line);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task<string[]> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The writer ended by itself.");
        Note(line);
        return line.Split(' ');
    }

    private void Note(string line)
    {
        // The last line may be cut off in the middle, and then says nothing.
        if (line.Split(' ') is ["acknowledged", var partition, var commit] && int.TryParse(partition, out var number) && commit.Length > 0)
            _acknowledged[number] = Math.Max(_acknowledged[number], long.Parse(commit, null));
    }
}
