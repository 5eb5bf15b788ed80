using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where agenda systems call: <c>POST /api/erms/{office}</c> with SOAP 1.1; <c>?wsdl</c> tells what can be called.</summary>
internal static class ErmsRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/erms/{office}", Call).WithoutOriginCheck().ExcludeFromDescription();
        routes.MapGet("/api/erms/{office}", Describe).ExcludeFromDescription();
    }

    private static async Task<IResult> Call(string office, HttpContext http, IDirectory directory, ErmsDoor door, ErmsWriter writer, ILogger<ErmsDoor> log, CancellationToken cancel)
    {
        if (await directory.OfficeId(office, cancel) is not { } id) return Results.NotFound();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = ErmsReader.Largest;
        if (http.Request.ContentLength > ErmsReader.Largest) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        (System.Xml.Linq.XElement Answer, int Status) said;
        try
        {
            said = await door.Answer(id, http.Request.Headers.Authorization, http.Request.Body, cancel);
        }
        catch (BlobStoreUnwritableException)
        {
            said = (ErmsWriter.Fault(new(ErmsStatus.Later, "Soubory teď nelze ukládat, zkuste to později.")), StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Programs read no error pages.
            log.LogError(e, "A call of the national interface failed");
            said = (ErmsWriter.Fault(new(ErmsStatus.Later, "Nastala chyba, zkuste to později.")), StatusCodes.Status500InternalServerError);
        }
        if (said.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Basic realm=\"erms\", charset=\"UTF-8\"";
        http.Response.StatusCode = said.Status;
        http.Response.ContentType = "text/xml; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await writer.Write(said.Answer, http.Response.Body, cancel);
        return Results.Empty;
    }

    // The official description is not ours to give away: it is there when the operator has loaded the standards.
    private static async Task<IResult> Describe(string office, HttpContext http, IDirectory directory, Installation installation, CancellationToken cancel)
    {
        if (await directory.OfficeId(office, cancel) is null) return Results.NotFound();
        var file = http.Request.Query.ContainsKey("wsdl") ? "ermsAPI.wsdl" : http.Request.Query["xsd"].ToString();
        if (!ErmsDescription.Names.Contains(file)) return Results.NotFound();
        var address = $"{installation.Address}/api/erms/{office}";
        return await ErmsDescription.Read(installation, file, address, cancel) is { } text
            ? Results.Text(text, "text/xml", Encoding.UTF8)
            : Results.Text("The official WSDL is not loaded here: see docs/erms.md.\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
    }
}
