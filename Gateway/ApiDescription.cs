using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace OrleansLld;

/// <summary>The REST edges in OpenAPI, and a page to read and try them.</summary>
internal static class ApiDescription
{
    /// <summary>The document's name, for edges that add to it what the framework cannot see.</summary>
    public const string Name = "v1";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Name, api =>
    {
        api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "OrleansLld",
                Version = Name,
                Description = "Refusals are ProblemDetails: `code` is stable and for programs, `detail` is a sentence for people, "
                    + "`retryable` says whether the same request can succeed later.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[JwtBearerDefaults.AuthenticationScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The token of POST /api/accounts/sign-in.",
            };
            return Task.CompletedTask;
        });
        api.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            {
                operation.Security ??= [];
                operation.Security.Add(new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(JwtBearerDefaults.AuthenticationScheme, context.Document)] = [],
                });
            }

            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", page =>
        {
            page.Title = "OrleansLld API";
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            page.Agent = new ScalarAgentOptions { Disabled = true };
        });
    }
}
