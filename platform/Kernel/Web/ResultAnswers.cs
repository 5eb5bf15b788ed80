using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Language;

namespace Virtuos.Kernel.Web;

/// <summary>Turns results of use cases into answers and refusals into problem+json (RFC 9457); the one place where that is done.</summary>
public static class ResultAnswers
{
    public static IResult ToHttp<T>(this Result<T> result, Texts texts) => result.Succeeded ? Results.Json(result.Value) : result.Refusals.ToHttp(texts);

    public static IResult ToHttp(this IReadOnlyList<Refusal> refusals, Texts texts) => Results.Problem(
        statusCode: refusals[0].Kind.Status(),
        type: $"urn:virtuos:refusal:{refusals[0].Code}",
        title: texts.Say(refusals[0]),
        extensions: new Dictionary<string, object?>
        {
            ["refusals"] = refusals.Select(r => new { code = r.Code, field = r.Field, message = texts.Say(r) }).ToList(),
        });

    public static int Status(this RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.SignIn => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The refusal as a sentence in the reader's language.</summary>
    public static string Say(this Texts texts, Refusal refusal) => texts[refusal.Code, refusal.Arguments];
}
