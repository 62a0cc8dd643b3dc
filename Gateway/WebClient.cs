using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace OrleansLld;

/// <summary>
/// The web client's files, built into <c>wwwroot</c>. A page's address that is no file gets the client's document, which finds the page.
/// </summary>
internal static class WebClient
{
    private const string Document = "/index.html";

    // Their names carry a hash of their content.
    private static readonly PathString HashedFiles = "/assets";

    /// <summary>Addresses of programs: nothing there is ever a page.</summary>
    private static readonly PathString[] NoPages =
        ["/api", Hubs.Path, "/health", "/metrics", "/dashboard", "/openapi", "/docs", "/ws", "/stream", "/git", HashedFiles];

    public static void AddWebClient(this IServiceCollection services) =>
        services.AddResponseCompression(compression => compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"]);

    public static void UseWebClient(this IApplicationBuilder app)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!File.Exists(root + Document))
            return;

        app.UseWhen(MayBeFile, files => files.UseResponseCompression());
        app.Use((context, next) =>
        {
            if (MayBeFile(context) && IsPage(context.Request))
                context.Request.Path = Document;
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(root),
            OnPrepareResponse = SetCaching,
        });
    }

    private static bool MayBeFile(HttpContext context) =>
        context.GetEndpoint() is null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static bool IsPage(HttpRequest request)
    {
        var path = request.Path;
        if (Array.Exists(NoPages, prefix => path.StartsWithSegments(prefix)))
            return false;
        return !Path.HasExtension(path) || request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html");
    }

    private static void SetCaching(StaticFileResponseContext file) => file.Context.Response.Headers.CacheControl =
        file.Context.Request.Path.StartsWithSegments(HashedFiles) ? "public, max-age=31536000, immutable" : "no-cache";
}
