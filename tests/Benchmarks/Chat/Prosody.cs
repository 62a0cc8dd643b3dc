using System.Diagnostics;
using System.Globalization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The peer: the XMPP server Prosody (Debian's package <c>prosody</c>) with its message archive on. It keeps what was said in files and
/// syncs none of them. Its process ends with this object.
/// </summary>
internal sealed class Prosody : IAsyncDisposable
{
    public const string Password = "a password for the load";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanslld-prosody-").FullName;
    private Process? _process;

    /// <summary>The processor time that it used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="port">A free port.</param>
    /// <param name="pairs">How many pairs of users there shall be.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<Prosody> Start(int port, int pairs, CancellationToken cancellationToken)
    {
        var server = new Prosody();
        try
        {
            await server.Launch(port, pairs, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
                _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task Launch(int port, int pairs, CancellationToken cancellationToken)
    {
        var accounts = Directory.CreateDirectory(Path.Combine(_folder, "data", "localhost", "accounts")).FullName;
        for (var pair = 0; pair < pairs; pair++)
            foreach (var user in (string[])[XmppPair.WriterOf(pair), XmppPair.ReaderOf(pair)])
                await File.WriteAllTextAsync(
                    Path.Combine(accounts, $"{user}.dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n", cancellationToken);
        var settings = Path.Combine(_folder, "prosody.cfg.lua");
        await File.WriteAllTextAsync(settings, Configuration(port), cancellationToken);
        var program = PeerProcess.Find("prosody");
        _process = PeerProcess.Start(["bash", "-c", $"exec {program} -F --config '{settings}' > '{_folder}/output' 2>&1"]);
        await RedisSubject.UntilListening(port, cancellationToken);
    }

    private string Configuration(int port) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        run_as_root = true
        pidfile = "{{_folder}}/pid"
        data_path = "{{_folder}}/data"
        modules_enabled = { "saslauth", "roster", "disco", "mam" }
        modules_disabled = { "s2s", "offline" }
        default_archive_policy = true
        archive_expires_after = "never"
        storage = "internal"
        authentication = "internal_plain"
        c2s_require_encryption = false
        allow_unencrypted_plain_auth = true
        interfaces = { "127.0.0.1" }
        c2s_ports = { {{port}} }
        s2s_ports = {}
        log = { warn = "{{_folder}}/log" }
        VirtualHost "localhost"

        """);
}
