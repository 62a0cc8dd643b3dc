using System.Text;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>The signature of a form: over its policy as it was sent, in Base64.</summary>
internal sealed class FormSignature
{
    private readonly string _policy;
    private readonly EarlierSignature? _earlier;
    private readonly CredentialScope _scope;
    private readonly string _signature = "";

    /// <param name="field">The value of a field by its name in lower case; null where there is none.</param>
    public FormSignature(Func<string, string?> field)
    {
        _policy = field("policy") ?? "";
        if (field("awsaccesskeyid") is { } earlierId)
        {
            _earlier = new EarlierSignature(earlierId, field("signature") ?? "", "");
            AccessKeyId = earlierId;
            Refusal = _policy.Length == 0 ? SignatureRefusals.FormField("policy")
                : _earlier.Signature.Length == 0 ? SignatureRefusals.FormField("Signature")
                : null;
            return;
        }

        _signature = field("x-amz-signature") ?? "";
        var hasScope = CredentialScope.TryParse(field("x-amz-credential"), out var id, out _scope);
        Refusal = _policy.Length == 0 ? SignatureRefusals.FormField("policy")
            : _signature.Length == 0 ? SignatureRefusals.FormField("X-Amz-Signature")
            : field("x-amz-algorithm") != AuthorizationHeader.Algorithm ? SignatureRefusals.FormAlgorithm
            : !hasScope ? SignatureRefusals.FormField("X-Amz-Credential")
            : field("x-amz-date") is not { } time || !SigningTime.TryParse(time, out _) || !_scope.IsOf(time)
                ? SignatureRefusals.FormField("X-Amz-Date")
            : null;
        AccessKeyId = id;
    }

    /// <summary>Whose key made it.</summary>
    public string AccessKeyId { get; } = "";

    /// <summary>What is wrong with its fields; null for nothing.</summary>
    public S3Error? Refusal { get; }

    /// <summary>Whether a form has any of the fields that sign it; one without is from nobody.</summary>
    public static bool IsIn(Func<string, string?> field) => field("policy") is not null
        || field("awsaccesskeyid") is not null
        || field("signature") is not null
        || field("x-amz-signature") is not null;

    public bool IsSigned(ResolvedCredential credential, SigningKeys keys) => _earlier is not null
        ? _earlier.IsOf(_policy, credential.Secret)
        : keys.Get(credential, _scope).IsSignature(Encoding.UTF8.GetBytes(_policy), _signature);
}
