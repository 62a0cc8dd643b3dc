using System.Collections.Frozen;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrleansLld.Exchange;

/// <summary>The Binance addresses in OpenAPI. The framework sees nothing of them, as they do not bind parameters by it.</summary>
internal sealed class ExchangeDescription(ExchangeRoutes routes) : IOpenApiDocumentTransformer
{
    private const string Tag = "Exchange: Binance Spot API";
    private const string KeyScheme = "ApiKey";

    private static readonly FrozenSet<string> WholeNumbers =
        FrozenSet.Create("limit", "fromId", "orderId", "cancelOrderId", "startTime", "endTime", "timestamp");

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new OpenApiTag
        {
            Name = Tag,
            Description = "Answers are as Binance states them. Refusals are `{code, msg}` with Binance's codes. Parameters may also be "
                + "sent as a form, except with GET.",
        });
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-MBX-APIKEY",
            Description = "The id of a credential of the kind `exchange`. `timestamp` and `signature` are mandatory with it: HMAC-SHA256 "
                + "with the credential's secret over all other parameters as they are sent.",
        };
        foreach (var route in routes.All)
        {
            if (!document.Paths.TryGetValue(route.Path, out var path))
                document.Paths[route.Path] = path = new OpenApiPathItem();
            ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(route.Method), OperationOf(route, document));
        }

        return Task.CompletedTask;
    }

    private static OpenApiOperation OperationOf(ApiRoute route, OpenApiDocument document)
    {
        var isPublic = route.Access == RouteAccess.Public;
        var names = isPublic ? route.Parameters : $"{route.Parameters} recvWindow? timestamp? signature?";
        return new OpenApiOperation
        {
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Summary = route.Summary,
            Description = $"Weight {route.Weight}." + route.Access switch
            {
                RouteAccess.Public => "",
                RouteAccess.UserData => " A key needs the scope `read`.",
                RouteAccess.Trade => " A key needs the scope `trade`.",
                _ => throw new ArgumentOutOfRangeException(nameof(route)),
            },
            Parameters = [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParameterOf)],
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "OK" },
                ["default"] = new OpenApiResponse { Description = "A refusal: `{code, msg}`" },
            },
            Security = isPublic ? null : [Requirement(KeyScheme, document), Requirement(JwtBearerDefaults.AuthenticationScheme, document)],
        };
    }

    private static OpenApiParameter ParameterOf(string text)
    {
        var name = text.TrimEnd('?');
        return new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Required = name == text,
            Schema = new OpenApiSchema { Type = WholeNumbers.Contains(name) ? JsonSchemaType.Integer : JsonSchemaType.String },
        };
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
