using System.Text.Json;

namespace OrleansLld.ObjectStore.Clients;

/// <summary>
/// The libraries from npm: AWS's own, whose present versions send a checksum in a trailer with every upload, and MinIO's.
/// </summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class NodeTests(ObjectStoreProduct store) : IDisposable
{
    private readonly FileTree _tree = new(seed: 25_112_026);

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("aws-sdk-conversation.mjs")]
    [InlineData("minio-conversation.mjs")]
    public async Task A_library_sends_a_tree_and_brings_it_back(string script)
    {
        var user = await store.NewUser();
        var back = _tree.NewFolder("back");
        var node = new Tool("node", NodeClients.Folder, new Dictionary<string, string>
        {
            ["S3_ENDPOINT"] = store.Address.ToString(),
            ["S3_KEY"] = user.AccessKeyId,
            ["S3_SECRET"] = user.Secret,
            ["S3_BUCKET"] = ObjectStoreProduct.NewBucketName(),
            ["SOURCE"] = _tree.Source,
            ["BACK"] = back,
        });

        var seen = JsonDocument.Parse(await node.Run(Path.Combine(NodeClients.Folder, script))).RootElement;

        _tree.ShouldBeIn(back);
        seen.GetProperty("listed").EnumerateArray().Select(key => key.GetString()!).ShouldBe(_tree.Names, ignoreOrder: true);
        seen.GetProperty("longestETag").GetString()!.ShouldMatch("-[0-9]+$");
        seen.GetProperty("range").GetString().ShouldBe("34567");
        seen.GetProperty("linkStatus").GetInt32().ShouldBe(200);
        seen.GetProperty("missing").GetString().ShouldBe("NoSuchKey");
        seen.GetProperty("left").GetInt32().ShouldBe(0);
    }
}
