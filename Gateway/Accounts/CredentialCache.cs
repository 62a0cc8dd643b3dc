using System.Buffers;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansLld.Accounts;

/// <summary>
/// Who is calling, for the edges that are called with a credential: the cluster's answer, remembered for a few seconds. A revoked
/// credential therefore opens this gateway for at most <see cref="CredentialCacheOptions.Lifetime"/> longer.
/// </summary>
internal sealed class CredentialCache(IGrainFactory grains, TimeProvider time, IOptions<CredentialCacheOptions> options)
{
    public const int IdLengthMax = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // Apart, so that a flood of made-up ids does not push out the real ones.
    private readonly ShortLivedCache<string, ResolvedCredential> _known = new(options.Value.EntriesMax, options.Value.Lifetime, time);
    private readonly ShortLivedCache<string, bool> _unknown = new(options.Value.EntriesMax, options.Value.Lifetime, time);
    private readonly ConcurrentDictionary<string, Lazy<Task<ResolvedCredential?>>> _asking = new();

    /// <summary>The credential, or null when there is none of this id and kind. Safe to call with whatever a client sent.</summary>
    public ValueTask<ResolvedCredential?> Resolve(string id, CredentialKind kind, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var credential))
            return new(credential.Kind == kind ? credential : null);
        if (id.Length is 0 or > IdLengthMax || id.AsSpan().ContainsAnyExcept(IdCharacters) || _unknown.TryGet(id, out _))
            return new((ResolvedCredential?)null);
        return Ask(id, kind, cancellationToken);
    }

    // All who ask at the same time share one call.
    private async ValueTask<ResolvedCredential?> Ask(string id, CredentialKind kind, CancellationToken cancellationToken)
    {
        var answer = _asking.GetOrAdd(id, static (id, cache) => new Lazy<Task<ResolvedCredential?>>(() => cache.AskGrain(id)), this);
        var credential = await answer.Value.WaitAsync(cancellationToken);
        return credential?.Kind == kind ? credential : null;
    }

    private async Task<ResolvedCredential?> AskGrain(string id)
    {
        try
        {
            var credential = await grains.GetGrain<ICredentialGrain>(id).Resolve(CancellationToken.None);
            if (credential is null)
                _unknown.Set(id, true);
            else
                _known.Set(id, credential);
            return credential;
        }
        finally
        {
            _asking.TryRemove(id, out _);
        }
    }
}

/// <summary>The section <c>Gateway:CredentialCache</c>.</summary>
public sealed class CredentialCacheOptions
{
    /// <summary>How long an answer is believed. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Credentials remembered, and again as many ids that are none; up to twice as many for a moment. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int EntriesMax { get; set; } = 20_000;
}
