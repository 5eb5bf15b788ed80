using System.Net;
using Microsoft.Extensions.Logging;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

public sealed class FilingTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found(b => b.Logging.AddProvider(new ErrorsShown()));

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_citizen_without_an_account_fills_in_a_form_and_gets_a_receipt()
    {
        using var citizen = new Citizen(town);
        var check = await citizen.FillDog();
        Assert.EndsWith("/kontrola", citizen.At);
        Assert.Contains("Alík", check.Body!.TextContent);
        Assert.Contains("Odeslat přihlášku psa", check.Body!.TextContent);

        var receipt = await citizen.Send();
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        Assert.EndsWith("/potvrzeni", citizen.At);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt.Body!.TextContent);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission"));

        await town.Settle();
        Assert.Equal("HandedOver", await town.Scalar<string>("select state from services.submission"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission where paper is not null and paper_size > 1000"));
    }
}
