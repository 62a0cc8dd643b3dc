namespace OrleansLld.Accounts;

/// <summary>
/// An administrator's token where a browser sends it by itself, so that the dashboard and the metrics open as pages. It is accepted for
/// reading those two and nowhere else.
/// </summary>
internal static class OperatorCookie
{
    public const string Name = "orleanslld-operator";

    private static readonly PathString[] Pages = ["/dashboard", "/metrics"];

    public static void Set(HttpContext context, Caller caller, string token, DateTimeOffset expiresAt)
    {
        if (caller.IsAdministrator)
            context.Response.Cookies.Append(Name, token, Options(context, expiresAt));
        else
            Clear(context);
    }

    public static void Clear(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Name))
            context.Response.Cookies.Delete(Name, Options(context, null));
    }

    public static string? Of(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && Array.Exists(Pages, page => request.Path.StartsWithSegments(page))
            ? request.Cookies[Name]
            : null;

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expiresAt) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Expires = expiresAt,
        IsEssential = true,
    };
}
