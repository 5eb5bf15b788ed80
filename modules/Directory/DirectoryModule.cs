using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Demo;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Officials;
using Virtuos.Directory.Offices;
using Virtuos.Directory.Seeding;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Directory;

/// <summary>Municipalities, offices, units, positions and officials, contacts and competences.</summary>
public sealed class DirectoryModule : Module
{
    /// <summary>The first password of every official of the demo region; shown to people, and of no use elsewhere.</summary>
    public const string DemoPassword = "virtuos-demo";

    public override string Name => "directory";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new(DirectoryPermissions.Read, Audience.Anyone),
        new(DirectoryPermissions.Import, Audience.Operator),
        new(DirectoryPermissions.Open, Audience.Operator),
        new(DirectoryPermissions.Administer, Audience.Officials, Roles.Administrator),
    ];

    public override IReadOnlyList<MenuItem> Menu =>
    [
        new("directory.operator.title", "/sprava/urady", DirectoryPermissions.Open, 800),
        new("directory.own.title", "/sprava/urad", DirectoryPermissions.Administer, 805),
        new("directory.administration.title", "/sprava/uredni-osoby", DirectoryPermissions.Administer, 810),
    ];

    public override IReadOnlyList<OperatorCommand> Commands => DirectoryCommands.All;

    public override void AddServices(IServiceCollection services) => services
        .AddModuleDb<DirectoryDb>().AddSingleton<DirectoryMemory>().AddScoped<IDirectory, DirectoryAnswers>()
        .AddScoped<IMunicipalities, MunicipalityAnswers>().AddScoped<IPublicPages, DirectoryPublicPages>()
        .AddScoped<ImportMunicipalities>().AddScoped<FindMunicipalities>().AddScoped<ListRegions>().AddScoped<ShowMunicipality>()
        .AddScoped<OpenOffice>().AddScoped<PreviewOffice>().AddScoped<ListOffices>().AddScoped<ShowOffice>().AddScoped<ShowFilingRoom>()
        .AddScoped<ShowOwnOffice>().AddScoped<ChangeOffice>().AddScoped<AnnounceClosure>().AddScoped<WithdrawClosure>()
        .AddScoped<ListOfficials>().AddScoped<AppointOfficial>().AddScoped<ChangeOfficial>().AddScoped<EndService>()
        .AddDemo<DirectoryDemo>().AddRegionSeed<DirectorySeed>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        DirectoryApi.Map(routes);
        DirectoryForms.Map(routes);
    }
}
