using BenchmarkDotNet.Running;
using Lumen.Benchmarks.WholeProcess;

return args switch
{
    ["load", .. var rest] => await LoadCommand.RunAsync(rest),
    ["kill", .. var rest] => await KillCommand.RunAsync(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
