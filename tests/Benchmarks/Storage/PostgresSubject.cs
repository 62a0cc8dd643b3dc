using System.Diagnostics;
using System.Globalization;

namespace OrleansLld.Storage;

/// <summary>PostgreSQL with its defaults (fsync and synchronous_commit on), loaded by its own pgbench.</summary>
internal sealed class PostgresSubject : ICommitSubject
{
    private const string User = "postgres";

    private readonly string _folder;
    private readonly int _port;

    private PostgresSubject(string folder, int port) => (_folder, _port) = (folder, port);

    private static string[] Programs => Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))]
        : [];

    public static async Task<ICommitSubject> Start(string folder, int port, CancellationToken cancellationToken)
    {
        var subject = new PostgresSubject(folder, port);
        if (Environment.IsPrivilegedProcess)
            await PeerProcess.Run(["chown", User, folder], cancellationToken);
        await Run("initdb", ["-D", subject.Data, "-U", User, "-A", "trust"], cancellationToken);
        var options = $"-p {port} -k {folder} -c listen_addresses=127.0.0.1";
        await Run("pg_ctl", ["-D", subject.Data, "-l", $"{folder}/log", "-w", "-o", options, "start"], cancellationToken);
        await subject.Sql("create table events (id bigserial primary key, writer int, record bytea)", cancellationToken);
        return subject;
    }

    public async Task<CommitResult> Measure(CommitLoad load, int seconds, CancellationToken cancellationToken)
    {
        var (script, log) = (Path.Combine(_folder, "load.sql"), Path.Combine(_folder, "times"));
        await File.WriteAllTextAsync(
            script,
            "insert into events (writer, record) select :client_id, "
                + $"decode(repeat('ab', {CommitLoad.RecordBytes}), 'hex') from generate_series(1, {load.Records});\n",
            cancellationToken);
        await Run(
            "pgbench",
            [
                "-n", "-h", "127.0.0.1", "-p", $"{_port}", "-U", User, "-M", "prepared", "-c", $"{load.Writers}",
                "-T", $"{seconds}", "-f", script, "-l", $"--log-prefix={log}", "postgres",
            ],
            cancellationToken);
        var times = new List<long>();
        foreach (var file in Directory.GetFiles(_folder, "times.*"))
        {
            await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
                times.Add(long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) * Stopwatch.Frequency / 1_000_000);
            File.Delete(file);
        }

        var percentiles = new Percentiles(times);
        return new CommitResult((double)percentiles.Count / seconds, percentiles.Ms(0.5), percentiles.Ms(0.99));
    }

    public async ValueTask DisposeAsync() => await Run("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"], CancellationToken.None);

    private string Data => Path.Combine(_folder, "data");

    private Task<string> Sql(string statement, CancellationToken cancellationToken) =>
        Run("psql", ["-h", "127.0.0.1", "-p", $"{_port}", "-U", User, "-q", "-c", statement, "postgres"], cancellationToken);

    /// <summary>The server refuses to run as root.</summary>
    private static Task<string> Run(string program, string[] arguments, CancellationToken cancellationToken)
    {
        string[] command = [PeerProcess.Find(program, Programs), .. arguments];
        return PeerProcess.Run(Environment.IsPrivilegedProcess ? ["runuser", "-u", User, "--", .. command] : command, cancellationToken);
    }
}
