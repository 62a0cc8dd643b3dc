using System.Diagnostics;
using System.Globalization;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore.Http;

/// <summary>
/// The peer: Ceph's S3 gateway over one object server that keeps everything in memory (<c>memstore</c>) and syncs nothing; Debian's
/// packages <c>radosgw ceph-mon ceph-osd ceph-mgr</c>. Its processes end with this object.
/// </summary>
internal sealed class RadosGateway : IAsyncDisposable
{
    private const string Key = "benchmark";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanslld-ceph-").FullName;
    private readonly List<Process> _processes = [];

    private string Settings => Path.Combine(_folder, "ceph.conf");

    /// <param name="port">The first of two free ports.</param>
    /// <param name="memoryGiB">How much the object server may keep.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<(RadosGateway Peer, S3Endpoint Endpoint)> Start(int port, int memoryGiB, CancellationToken cancellationToken)
    {
        var peer = new RadosGateway();
        try
        {
            await peer.Launch(port, memoryGiB, cancellationToken);
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }

        return (peer, new S3Endpoint("Ceph RGW, memory", new Uri($"http://127.0.0.1:{port}"), Key, Key));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task Launch(int port, int memoryGiB, CancellationToken cancellationToken)
    {
        var cluster = Guid.NewGuid().ToString();
        var osd = Guid.NewGuid().ToString();
        foreach (var part in (ReadOnlySpan<string>)["mon", "mgr", "osd"])
            Directory.CreateDirectory(Path.Combine(_folder, part));
        await File.WriteAllTextAsync(Settings, Configuration(cluster, port, memoryGiB), cancellationToken);
        await Run("ceph-authtool", "--create-keyring", $"{_folder}/keyring", "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        await Run("monmaptool", "--create", "--addv", "a", $"[v2:127.0.0.1:{port + 1}]", "--fsid", cluster, $"{_folder}/monmap");
        await Run("ceph-mon", "--mkfs", "-i", "a", "--monmap", $"{_folder}/monmap", "--keyring", $"{_folder}/keyring");
        Begin("ceph-mon", "-i", "a");
        await Run("ceph", "osd", "new", osd);
        Begin("ceph-mgr", "-i", "a");
        await Run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd);
        Begin("ceph-osd", "-i", "0");
        Begin("radosgw", "-n", "client.rgw");
        await Run("radosgw-admin", "user", "create", "--uid=load", "--display-name=Load", $"--access-key={Key}", $"--secret-key={Key}");
        await RedisSubject.UntilListening(port, cancellationToken);

        async Task Run(string program, params string[] arguments) =>
            _ = await PeerProcess.Run([PeerProcess.Find(program), "-c", Settings, .. arguments], cancellationToken);
    }

    // In the foreground, so that it ends with its process and not with a file that names it.
    private void Begin(string program, params string[] arguments) =>
        _processes.Add(PeerProcess.Start(
            ["bash", "-c", $"exec {program} -f -c '{Settings}' {string.Join(' ', arguments)} > '{_folder}/{program}.log' 2>&1"]));

    private string Configuration(string cluster, int port, int memoryGiB) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        [global]
        fsid = {cluster}
        mon host = v2:127.0.0.1:{port + 1}
        mon initial members = a
        public network = 127.0.0.0/8
        cluster network = 127.0.0.0/8
        auth cluster required = none
        auth service required = none
        auth client required = none
        ms cluster mode = crc
        ms service mode = crc
        ms client mode = crc
        ms mon cluster mode = crc
        ms mon service mode = crc
        ms mon client mode = crc
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 8
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon data avail crit = 1
        osd objectstore = memstore
        memstore device bytes = {(long)memoryGiB << 30}
        mon data = {_folder}/mon
        mgr data = {_folder}/mgr
        osd data = {_folder}/osd
        run dir = {_folder}
        admin socket = {_folder}/$name.asok
        log file = {_folder}/$name.log
        keyring = {_folder}/keyring
        rgw frontends = beast endpoint=127.0.0.1:{port}
        debug rgw = 0
        debug osd = 0
        debug ms = 0

        """);
}
