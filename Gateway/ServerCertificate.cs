using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansLld;

/// <summary>Makes the listener speak TLS when the configuration names a certificate. It is read once, at the start.</summary>
internal static class ServerCertificate
{
    /// <param name="listener">The listener.</param>
    /// <param name="options">The certificate.</param>
    /// <param name="section">The section of the configuration that names it.</param>
    public static void UseCertificate(this ListenOptions listener, GatewayOptions.CertificateOptions options, string section)
    {
        if (options.Path is not { Length: > 0 } path)
            return;
        try
        {
            var (certificate, chain) = Path.GetExtension(path) is ".pfx" or ".p12" ? Pkcs12(path, options) : Pem(path, options);
            listener.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, chain));
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{section}:Certificate:Path: {path} cannot be used. {failure.Message}", failure);
        }
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Pkcs12(string path, GatewayOptions.CertificateOptions options)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.Password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException("It holds no private key.");
        return (own, all);
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Pem(string path, GatewayOptions.CertificateOptions options)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        var own = options.Password is { Length: > 0 } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, options.KeyPath)
            : X509Certificate2.CreateFromPemFile(path, options.KeyPath);
        return (own, chain);
    }
}
