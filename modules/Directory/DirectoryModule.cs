using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Demo;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Operating;

namespace Virtuos.Directory;

/// <summary>Municipalities, offices, units, positions and officials, contacts and competences.</summary>
public sealed class DirectoryModule : Module
{
    /// <summary>The first password of every official of the demo region; shown to people, and of no use elsewhere.</summary>
    public const string DemoPassword = "virtuos-demo";

    public override string Name => "directory";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new("directory.import", Audience.Operator),
        new("directory.open", Audience.Operator),
    ];

    public override IReadOnlyList<OperatorCommand> Commands => DirectoryCommands.All;

    public override void AddServices(IServiceCollection services) => services
        .AddModuleDb<DirectoryDb>()
        .AddScoped<IDirectory, DirectoryAnswers>()
        .AddScoped<ImportMunicipalities>()
        .AddScoped<OpenOffice>()
        .AddDemo<DirectoryDemo>();
}
