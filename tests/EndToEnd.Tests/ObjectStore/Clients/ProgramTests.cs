using System.Globalization;
using System.Text.Json;

namespace OrleansLld.ObjectStore.Clients;

/// <summary>
/// The programs that people move files to S3 with, as Debian has them and told nothing but the address and a key: each sends a tree of
/// files, one of them in parts, and brings it back.
/// </summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class ProgramTests(ObjectStoreProduct store) : IDisposable
{
    private readonly FileTree _tree = new(seed: 20_261_125);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_command_line_of_aws_syncs_a_tree_both_ways()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        var aws = new Tool("/usr/bin/aws", _tree.NewFolder("home"), new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = user.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = user.Secret,
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        });

        await Aws("s3", "sync", _tree.Source, $"s3://{bucket}/tree");
        (await Aws("s3", "sync", _tree.Source, $"s3://{bucket}/tree")).ShouldNotContain("upload:");
        var listed = JsonDocument.Parse(await Aws("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", "tree/", "--output", "json"));
        var back = _tree.NewFolder("back");
        await Aws("s3", "sync", $"s3://{bucket}/tree", back);
        await Aws("s3", "mv", "--recursive", $"s3://{bucket}/tree/notes", $"s3://{bucket}/moved");
        var moved = await Aws("s3", "ls", "--recursive", $"s3://{bucket}/moved/");
        await Aws("s3", "rb", "--force", $"s3://{bucket}");

        listed.RootElement.GetProperty("Contents").EnumerateArray().Select(line => line.GetProperty("Key").GetString()!["tree/".Length..])
            .ShouldBe(_tree.Names, ignoreOrder: true);
        var longest = listed.RootElement.GetProperty("Contents").EnumerateArray().MaxBy(line => line.GetProperty("Size").GetInt64());
        longest.GetProperty("ETag").GetString()!.ShouldEndWith("-9\"");
        _tree.ShouldBeIn(back);
        moved.ShouldContain("moved/deep/er/medium.bin");
        (await aws.Try("--endpoint-url", store.Address.ToString(), "s3", "ls", $"s3://{bucket}")).Error.ShouldContain("NoSuchBucket");

        Task<string> Aws(params string[] arguments) => aws.Run(["--endpoint-url", store.Address.ToString(), .. arguments]);
    }

    [Fact]
    public async Task S3cmd_puts_and_gets_a_tree()
    {
        var user = await store.NewUser();
        var bucket = ObjectStoreProduct.NewBucketName();
        var s3cmd = new Tool("s3cmd", _tree.NewFolder("home"), new Dictionary<string, string>());
        string[] access =
        [
            $"--access_key={user.AccessKeyId}", $"--secret_key={user.Secret}", $"--host={store.Address.Authority}",
            $"--host-bucket={store.Address.Authority}", "--no-ssl", "--no-progress", "--no-preserve",
        ];

        await S3cmd("mb", $"s3://{bucket}");
        await S3cmd("sync", _tree.Source + "/", $"s3://{bucket}/tree/");
        var back = _tree.NewFolder("back");
        await S3cmd("sync", $"s3://{bucket}/tree/", back + "/");
        var info = await S3cmd("info", $"s3://{bucket}/tree/notes/small.md");
        await S3cmd("cp", $"s3://{bucket}/tree/one.txt", $"s3://{bucket}/copied.txt");
        var all = await S3cmd("ls", "--recursive", $"s3://{bucket}");
        await S3cmd("rb", "--recursive", "--force", $"s3://{bucket}");

        _tree.ShouldBeIn(back);
        info.ShouldContain("File size: 4000");
        all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(_tree.Names.Count + 1);
        (await S3cmd("ls")).ShouldNotContain(bucket);

        Task<string> S3cmd(params string[] arguments) => s3cmd.Run([.. access, .. arguments]);
    }

    [Fact]
    public async Task Rclone_syncs_checks_and_serves_a_tree()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        var rclone = new Tool("rclone", _tree.NewFolder("home"), new Dictionary<string, string>
        {
            ["RCLONE_CONFIG_OURS_TYPE"] = "s3",
            ["RCLONE_CONFIG_OURS_PROVIDER"] = "Other",
            ["RCLONE_CONFIG_OURS_ENDPOINT"] = store.Address.ToString(),
            ["RCLONE_CONFIG_OURS_ACCESS_KEY_ID"] = user.AccessKeyId,
            ["RCLONE_CONFIG_OURS_SECRET_ACCESS_KEY"] = user.Secret,
            ["RCLONE_CONFIG_OURS_UPLOAD_CUTOFF"] = "16Mi",
            ["RCLONE_CONFIG_OURS_CHUNK_SIZE"] = "8Mi",
        });

        await rclone.Run("sync", _tree.Source, $"ours:{bucket}/tree");
        await rclone.Run("check", "--download", _tree.Source, $"ours:{bucket}/tree");
        var back = _tree.NewFolder("back");
        await rclone.Run("copy", $"ours:{bucket}/tree", back);
        await rclone.Run("moveto", $"ours:{bucket}/tree/notes", $"ours:{bucket}/renamed");
        var size = JsonDocument.Parse(await rclone.Run("size", "--json", $"ours:{bucket}")).RootElement;
        await rclone.Run("purge", $"ours:{bucket}/tree");
        var left = await rclone.Run("lsf", "--recursive", "--files-only", $"ours:{bucket}");

        _tree.ShouldBeIn(back);
        size.GetProperty("count").GetInt32().ShouldBe(_tree.Names.Count);
        left.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
            .ShouldBe(_tree.Names.Count(name => name.StartsWith("notes/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Restic_backs_a_tree_up_and_restores_it()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        var restic = new Tool("restic", _tree.NewFolder("home"), new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = user.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = user.Secret,
            ["RESTIC_REPOSITORY"] = $"s3:{store.Address}{bucket}/backup",
            ["RESTIC_PASSWORD"] = "only for this test",
        });

        await restic.Run("init");
        await restic.Run("backup", _tree.Source);
        File.WriteAllText(_tree.PathOf("one.txt"), "changed since");
        await restic.Run("backup", _tree.Source);
        var back = _tree.NewFolder("back");
        await restic.Run("restore", "latest", "--target", back);
        await restic.Run("forget", "--keep-last", "1", "--prune");
        var verdict = await restic.Run("check", "--read-data");

        _tree.ShouldBeIn(Path.Combine(back, _tree.Source.TrimStart('/')));
        verdict.ShouldContain("no errors were found");
    }

    [Fact]
    public async Task S3fs_mounts_a_bucket_as_a_folder()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        var home = _tree.NewFolder("home");
        var (mount, keys) = (_tree.NewFolder("mount"), Path.Combine(home, "keys"));
        File.WriteAllText(keys, $"{user.AccessKeyId}:{user.Secret}");
        var s3fs = new Tool("s3fs", home, new Dictionary<string, string>());
        var shell = new Tool("bash", home, new Dictionary<string, string>());

        await shell.Run("-c", $"chmod 600 '{keys}'");
        await s3fs.Run(
            bucket, mount, "-o", $"passwd_file={keys}", "-o", $"url={store.Address.ToString().TrimEnd('/')}",
            "-o", "use_path_request_style",
            "-o", "sigv4", "-o", string.Create(CultureInfo.InvariantCulture, $"multipart_size={10}"));
        try
        {
            await shell.Run("-c", $"cp -r '{_tree.Source}/.' '{mount}/' && sync && mv '{mount}/notes/small.md' '{mount}/notes/renamed.md'");
            var back = _tree.NewFolder("back");
            await shell.Run("-c", $"cp -r '{mount}/.' '{back}/' && mv '{back}/notes/renamed.md' '{back}/notes/small.md'");
            _tree.ShouldBeIn(back);
            await shell.Run("-c", $"rm -r '{mount}/films' && test ! -e '{mount}/films'");
        }
        finally
        {
            await shell.Run("-c", $"fusermount -u '{mount}'");
        }
    }
}
