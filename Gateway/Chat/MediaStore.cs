using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.Chat;

/// <summary>
/// The files of messages: objects of one bucket that belongs to the chat itself, under the conversation's name. Nobody but the chat has a
/// key to the bucket, so what opens a file is a link, and only members are given one. A file is written once: its link says its type and
/// size and that there is nothing yet.
/// </summary>
internal sealed class MediaStore(
    IGrainFactory grains,
    KnownBuckets known,
    BucketIndex index,
    IOptions<ChatEdgeOptions> chat,
    IOptions<GatewayOptions> gateway,
    IOptions<ObjectStoreEdgeOptions> objects,
    TimeProvider time)
{
    private const int KeyIdLength = 20;
    private const int IncarnationLength = 16;
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromHours(1);

    // No person has this number or, for the blank in it, this handle.
    private static readonly Requester Owner = new(new AccountId(AccountId.ValueMax), "the chat");

    private readonly ResolvedCredential _credential = Derive(gateway.Value.TokenKey);
    private readonly string _bucket = chat.Value.MediaBucket;
    private volatile bool _isOpen;

    /// <summary>Makes what links need, the first time.</summary>
    /// <returns>False when the bucket is somebody else's.</returns>
    public async Task<bool> Open(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return true;
        var credential = grains.GetGrain<ICredentialGrain>(_credential.Id);
        if (await credential.Resolve(cancellationToken) is null)
            await credential.Issue(_credential, CancellationToken.None);
        var incarnation = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", IncarnationLength);
        var command = new CreateBucket(Owner, "", ObjectOwnership.BucketOwnerEnforced, [], incarnation);
        var refusal = await grains.GetGrain<IBucketGrain>(_bucket).Create(command, CancellationToken.None);
        return _isOpen = refusal is BucketRefusal.None or BucketRefusal.OwnedByYou;
    }

    /// <summary>The headers with which a file is uploaded; the link is good with exactly these.</summary>
    public static Dictionary<string, string> HeadersOf(string type, long size) => new()
    {
        ["content-length"] = size.ToString(CultureInfo.InvariantCulture),
        ["content-type"] = type,
        ["if-none-match"] = "*",
    };

    /// <summary>A link to upload a file of this type and size, once.</summary>
    public string Upload(string origin, ConversationId conversation, string id, string type, long size) =>
        Presign("PUT", origin, conversation, id, [], [.. HeadersOf(type, size)], UploadWithin);

    /// <summary>A link to read a file. A browser that follows it saves the file and does not show it as a page.</summary>
    public string Read(string origin, ConversationId conversation, string id) =>
        Presign("GET", origin, conversation, id, [new("response-content-disposition", "attachment")], [], ReadWithin);

    /// <summary>Whether a file was uploaded in a conversation as a message says.</summary>
    public async Task<bool> Has(ConversationId conversation, MediaReference media, CancellationToken cancellationToken) =>
        await Find(conversation, media.Id, cancellationToken) is { } description
        && description.Bytes == media.Size
        && description.Headers.Any(header => header.Name == "content-type" && header.Value == media.Type);

    /// <summary>What is stored of a file; null when there is none.</summary>
    public async Task<ObjectDescription?> Find(ConversationId conversation, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out _))
            return null;
        var bucket = known.Find(_bucket);
        if (bucket is null && await grains.GetGrain<IBucketGrain>(_bucket).Describe(cancellationToken) is { } settings)
            bucket = known.Keep(_bucket, settings);
        if (bucket is null)
            return null;
        var found = await index.Find(bucket, new ObjectKey(KeyOf(conversation, id)), null, cancellationToken);
        return found.Outcome == WriteOutcome.Done ? found.Object?.Description : null;
    }

    private string Presign(
        string method,
        string origin,
        ConversationId conversation,
        string id,
        KeyValuePair<string, string>[] parameters,
        KeyValuePair<string, string>[] headers,
        TimeSpan lifetime)
    {
        var host = origin[(origin.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var request = new RequestToPresign(method, host, $"/{_bucket}/{KeyOf(conversation, id)}", parameters) { Headers = headers };
        return origin + Presigner.Presign(
            request, _credential.Id, _credential.Secret, objects.Value.Region, time.GetUtcNow(), lifetime);
    }

    private static string KeyOf(ConversationId conversation, string id) => $"{conversation}/{id.ToLowerInvariant()}";

    // The same at every gateway without any of them telling the others: all share the token key.
    private static ResolvedCredential Derive(string tokenKey)
    {
        var drawn = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(tokenKey), 64, info: "chat-media"u8.ToArray());
        var id = Convert.ToHexString(drawn, 0, KeyIdLength / 2);
        var secret = Convert.ToHexString(drawn, 32, 32);
        return new ResolvedCredential(id, CredentialKind.S3, [], secret, Owner.Account!.Value, Owner.Handle);
    }
}
